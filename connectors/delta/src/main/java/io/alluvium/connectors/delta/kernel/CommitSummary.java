package io.alluvium.connectors.delta.kernel;

import org.apache.flink.annotation.PublicEvolving;

/**
 * One commit of a table's history.
 *
 * @param timestamp of the commit, milliseconds since the epoch
 * @param operation what its writer called it, for example {@code STREAMING UPDATE}; empty where it
 *     did not say
 * @param engine who wrote it, for example {@code Kernel-4.4.0/alluvium}; empty where it did not say
 * @param filesAdded data files that became active; a file that got another deletion vector counts
 *     as added and removed
 * @param filesRemoved data files that ceased to be active
 * @param rowsAdded live rows of the added files; -1 where their statistics do not say
 * @param rowsRemoved rows that were live in the removed files; -1 where the log does not say
 * @param dataChanged whether the table's rows changed; false for OPTIMIZE, and for commits of
 *     schema or properties only
 * @param metadataChanged whether schema or properties changed
 */
@PublicEvolving
public record CommitSummary(
    long version,
    long timestamp,
    String operation,
    String engine,
    long filesAdded,
    long filesRemoved,
    long rowsAdded,
    long rowsRemoved,
    boolean dataChanged,
    boolean metadataChanged) {}
