/**
 * Flink SQL sink that keeps a Snowflake table equal to a changelog, with few statements.
 *
 * <pre>
 * rows ─► BatchApplier: keeps the last change of each key ({@link PendingChanges}); at a checkpoint,
 *           │           when a flush is due, makes all of them one compressed file, and keeps it in
 *           │           state until Snowflake has it; once the checkpoint is complete, in the
 *           │           background:
 *           └─► BatchLoader: PUT, then one transaction of COPY, MERGE and ledger
 * </pre>
 */
package io.alluvium.connectors.snowflake;
