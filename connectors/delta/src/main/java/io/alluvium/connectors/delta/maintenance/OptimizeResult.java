package io.alluvium.connectors.delta.maintenance;

import org.apache.flink.annotation.PublicEvolving;

/**
 * What OPTIMIZE did.
 *
 * @param version the table's latest version afterwards
 * @param commits how many were made; 0 where there was nothing to do
 * @param filesRemoved files whose rows are now in others
 * @param filesAdded the others
 * @param bytesRemoved size of the files removed
 * @param bytesAdded size of the files added
 * @param filesSkipped files that another writer changed while they were rewritten; run again
 */
@PublicEvolving
public record OptimizeResult(
    long version,
    int commits,
    long filesRemoved,
    long filesAdded,
    long bytesRemoved,
    long bytesAdded,
    long filesSkipped) {}
