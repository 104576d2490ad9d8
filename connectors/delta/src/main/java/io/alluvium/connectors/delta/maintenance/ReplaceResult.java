package io.alluvium.connectors.delta.maintenance;

import org.apache.flink.annotation.PublicEvolving;

/**
 * What replacing a table's contents did.
 *
 * @param version that has the new contents
 */
@PublicEvolving
public record ReplaceResult(long version, int filesAdded, int filesRemoved) {}
