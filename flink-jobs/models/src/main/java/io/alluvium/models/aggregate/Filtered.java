package io.alluvium.models.aggregate;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;

/**
 * An aggregate of the rows that a condition holds for.
 *
 * @param condition a BOOLEAN column
 */
record Filtered(int condition, Accumulator accumulator) implements Accumulator {
  @Override
  public int slots() {
    return accumulator.slots();
  }

  @Override
  public int fields() {
    return accumulator.fields();
  }

  @Override
  public void add(RowData row, long[] buffer, int first) {
    if (!row.isNullAt(condition) && row.getBoolean(condition)) {
      accumulator.add(row, buffer, first);
    }
  }

  @Override
  public void write(long[] buffer, int first, GenericRowData accumulators, int firstField) {
    accumulator.write(buffer, first, accumulators, firstField);
  }
}
