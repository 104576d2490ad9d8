package io.alluvium.connectors.delta.maintenance;

import org.apache.flink.annotation.PublicEvolving;

/**
 * What RESTORE did.
 *
 * @param version the version that was made; the latest where the table was so already
 * @param restoredVersion the version whose rows it has
 * @param filesAdded files that are active again, or have their old deletion vector again
 * @param filesRemoved files that are not active any more, or have lost their deletion vector
 */
@PublicEvolving
public record RestoreResult(
    long version, long restoredVersion, long filesAdded, long filesRemoved) {}
