package io.alluvium.connectors.delta.maintenance;

import org.apache.flink.annotation.PublicEvolving;

/**
 * What a shallow clone took.
 *
 * @param sourceVersion the version cloned
 * @param files that the clone reads in the source's folder
 * @param bytes size of these files
 */
@PublicEvolving
public record CloneResult(long sourceVersion, long files, long bytes) {}
