package io.alluvium.connectors.delta.source.reader;

import org.apache.flink.table.data.RowData;

/** Makes the row to emit, which the receiver owns, from one that was read. */
@FunctionalInterface
interface EmittedRows {
  /** The result is of the same kind (+I, -U, +U, -D). */
  RowData from(RowData read);
}
