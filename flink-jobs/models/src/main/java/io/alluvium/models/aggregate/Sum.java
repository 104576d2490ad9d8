package io.alluvium.models.aggregate;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;

/**
 * SUM, of which nothing is known before the first value.
 *
 * @param column whose values are added
 */
record Sum(int column, Addition addition) implements Accumulator {
  @Override
  public int slots() {
    return 1 + addition.slots();
  }

  @Override
  public int fields() {
    return 1;
  }

  @Override
  public void add(RowData row, long[] buffer, int first) {
    if (!row.isNullAt(column)) {
      buffer[first] = 1;
      addition.add(row, column, buffer, first + 1);
    }
  }

  @Override
  public void write(long[] buffer, int first, GenericRowData accumulators, int firstField) {
    accumulators.setField(firstField, buffer[first] == 0 ? null : addition.sum(buffer, first + 1));
  }
}
