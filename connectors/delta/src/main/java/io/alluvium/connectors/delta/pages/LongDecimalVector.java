package io.alluvium.connectors.delta.pages;

import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.columnar.vector.DecimalColumnVector;
import org.apache.flink.table.data.columnar.vector.heap.HeapLongVector;

/** Decimals of up to 18 digits, kept without their scale. */
final class LongDecimalVector implements DecimalColumnVector {
  private final HeapLongVector unscaled;

  LongDecimalVector(HeapLongVector unscaled) {
    this.unscaled = unscaled;
  }

  @Override
  public DecimalData getDecimal(int row, int precision, int scale) {
    return DecimalData.fromUnscaledLong(unscaled.vector[row], precision, scale);
  }

  @Override
  public boolean isNullAt(int row) {
    return unscaled.isNullAt(row);
  }
}
