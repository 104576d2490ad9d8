package io.alluvium.connectors.delta.source.aggregate;

import io.alluvium.connectors.delta.pages.ColumnarBatch;
import io.alluvium.connectors.delta.pages.ConstantVector;
import java.util.Arrays;
import org.apache.flink.table.data.columnar.vector.ColumnVector;
import org.apache.flink.table.data.columnar.vector.DoubleColumnVector;
import org.apache.flink.table.data.columnar.vector.FloatColumnVector;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/** The live values of a column of a batch as doubles, one after the other. */
final class DoubleColumn {
  private final boolean isFloat;
  private final Nulls nulls = new Nulls();
  private double[] values = new double[0];

  DoubleColumn(LogicalType type) {
    this.isFloat = type.is(LogicalTypeRoot.FLOAT);
  }

  Nulls nulls() {
    return nulls;
  }

  /** What stands for null is of no meaning. */
  double[] values() {
    return values;
  }

  void load(ColumnarBatch batch, int column, LiveRows live) {
    nulls.load(batch, column, live);
    ColumnVector vector = batch.column(column);
    int count = live.count();
    if (values.length < count) {
      values = new double[live.rows().length];
    }
    if (vector instanceof ConstantVector constant && constant.isNullAt(0)) {
      Arrays.fill(values, 0, count, 0);
      return;
    }
    int[] rows = live.rows();
    if (isFloat) {
      FloatColumnVector floats = (FloatColumnVector) vector;
      for (int i = 0; i < count; i++) {
        values[i] = floats.getFloat(rows[i]);
      }
      return;
    }
    DoubleColumnVector doubles = (DoubleColumnVector) vector;
    for (int i = 0; i < count; i++) {
      values[i] = doubles.getDouble(rows[i]);
    }
  }
}
