package io.alluvium.ingest;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** Either a reading or a dead letter: a row of two rows, one of them null. */
final class DecodedRow {
  static final InternalTypeInfo<RowData> TYPE =
      InternalTypeInfo.of(
          RowType.of(
              new LogicalType[] {Reading.ROW_TYPE.copy(true), DeadLetter.ROW_TYPE.copy(true)},
              new String[] {"reading", "dead_letter"}));

  private static final int READING = 0;
  private static final int DEAD_LETTER = 1;

  private DecodedRow() {}

  static RowData reading(RowData reading) {
    return GenericRowData.of(reading, null);
  }

  static RowData deadLetter(RowData deadLetter) {
    return GenericRowData.of(null, deadLetter);
  }

  static boolean isReading(RowData row) {
    return !row.isNullAt(READING);
  }

  static RowData reading(RowData row, int arity) {
    return row.getRow(READING, arity);
  }

  static RowData deadLetter(RowData row, int arity) {
    return row.getRow(DEAD_LETTER, arity);
  }
}
