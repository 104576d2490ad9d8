package io.alluvium.models.aggregate;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;

/**
 * COUNT.
 *
 * @param column whose values are counted; negative for rows
 */
record Count(int column) implements Accumulator {
  @Override
  public int slots() {
    return 1;
  }

  @Override
  public int fields() {
    return 1;
  }

  @Override
  public void add(RowData row, long[] buffer, int first) {
    if (column < 0 || !row.isNullAt(column)) {
      buffer[first]++;
    }
  }

  @Override
  public void write(long[] buffer, int first, GenericRowData accumulators, int firstField) {
    accumulators.setField(firstField, buffer[first]);
  }
}
