package io.alluvium.connectors.delta.parquet;

import io.alluvium.connectors.delta.DeltaException;
import java.util.Iterator;
import org.apache.flink.table.data.RowData;
import org.apache.parquet.column.ColumnWriter;

/**
 * Takes a column's values apart and writes the leaves straight to Parquet's columns, each with the
 * repetition and definition level that puts it together again.
 */
abstract class Shredder {
  private final String column;
  private final boolean nullable;

  /**
   * @param column as messages name it
   */
  Shredder(String column, boolean nullable) {
    this.column = column;
    this.nullable = nullable;
  }

  /**
   * @param definition the level at which the value's parent is defined
   */
  final void write(RowData row, int pos, int repetition, int definition) {
    if (!row.isNullAt(pos)) {
      writeValue(row, pos, repetition, nullable ? definition + 1 : definition);
    } else if (nullable) {
      writeAbsent(repetition, definition);
    } else {
      throw new DeltaException(
          column
              + " is declared NOT NULL, but a row without a value is to be written. Filter such"
              + " rows out, or declare the column nullable.");
    }
  }

  /** Writes that the value, or something around it, is not there. */
  abstract void writeAbsent(int repetition, int definition);

  /** Writes a value that is not null. */
  abstract void writeValue(RowData row, int pos, int repetition, int definition);

  /** Takes the writers of this shredder's leaves, in their order: each row group has new ones. */
  abstract void bind(Iterator<ColumnWriter> writers);
}
