package io.alluvium.models.aggregate;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;

/**
 * AVG: a sum that is 0 at first, and how many values are in it.
 *
 * @param column whose values are averaged
 */
record Average(int column, Addition addition) implements Accumulator {
  @Override
  public int slots() {
    return 1 + addition.slots();
  }

  @Override
  public int fields() {
    return 2;
  }

  @Override
  public void add(RowData row, long[] buffer, int first) {
    if (!row.isNullAt(column)) {
      buffer[first]++;
      addition.add(row, column, buffer, first + 1);
    }
  }

  @Override
  public void write(long[] buffer, int first, GenericRowData accumulators, int firstField) {
    accumulators.setField(firstField, addition.sum(buffer, first + 1));
    accumulators.setField(firstField + 1, buffer[first]);
  }
}
