package io.alluvium.models.aggregate;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;

/**
 * The planner's $SUM0, which is 0 before the first value.
 *
 * @param column whose values are added
 */
record SumFromZero(int column, Addition addition) implements Accumulator {
  @Override
  public int slots() {
    return addition.slots();
  }

  @Override
  public int fields() {
    return 1;
  }

  @Override
  public void add(RowData row, long[] buffer, int first) {
    if (!row.isNullAt(column)) {
      addition.add(row, column, buffer, first);
    }
  }

  @Override
  public void write(long[] buffer, int first, GenericRowData accumulators, int firstField) {
    accumulators.setField(firstField, addition.sum(buffer, first));
  }
}
