package io.alluvium.connectors.delta.pages;

import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.columnar.vector.DecimalColumnVector;

/** Decimals of any precision. */
final class DecimalVector implements DecimalColumnVector {
  /** An unset entry is null. */
  final DecimalData[] values;

  DecimalVector(int capacity) {
    values = new DecimalData[capacity];
  }

  @Override
  public DecimalData getDecimal(int row, int precision, int scale) {
    return values[row];
  }

  @Override
  public boolean isNullAt(int row) {
    return values[row] == null;
  }
}
