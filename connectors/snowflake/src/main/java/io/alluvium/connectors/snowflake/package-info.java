/**
 * Flink SQL sink that keeps a Snowflake table equal to a changelog, with few statements.
 *
 * <pre>
 * rows ─ by key ─► ChangeCoalescer: the last change of each key, in keyed state
 *                    │ at a checkpoint, when a flush is due
 *                    ▼
 *                  BatchApplier: makes them one compressed file, keeps it in state until Snowflake
 *                    │           has it; once the checkpoint is complete, in the background:
 *                    └─► BatchLoader: PUT, then one transaction of COPY, MERGE and ledger
 * </pre>
 */
package io.alluvium.connectors.snowflake;
