package io.alluvium.models.aggregate;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;

/**
 * MIN and MAX.
 *
 * @param column whose values are compared
 */
record Extreme(int column, boolean greatest, Order order) implements Accumulator {
  @Override
  public int slots() {
    return 1 + order.slots();
  }

  @Override
  public int fields() {
    return 1;
  }

  @Override
  public void add(RowData row, long[] buffer, int first) {
    if (row.isNullAt(column)) {
      return;
    }
    if (buffer[first] == 0) {
      buffer[first] = 1;
      order.set(row, column, buffer, first + 1);
    } else if (greatest) {
      order.setGreater(row, column, buffer, first + 1);
    } else {
      order.setLess(row, column, buffer, first + 1);
    }
  }

  @Override
  public void write(long[] buffer, int first, GenericRowData accumulators, int firstField) {
    accumulators.setField(firstField, buffer[first] == 0 ? null : order.value(buffer, first + 1));
  }
}
