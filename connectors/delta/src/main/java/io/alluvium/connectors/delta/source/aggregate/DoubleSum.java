package io.alluvium.connectors.delta.source.aggregate;

import io.alluvium.connectors.delta.pages.ColumnarBatch;
import java.util.Arrays;
import javax.annotation.Nullable;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/** Adds floats or doubles up; sums of floats are rounded to floats at each step, as in Flink. */
final class DoubleSum implements Accumulator {
  private final Measure measure;
  private final boolean ofFloats;
  private final DoubleColumn column;
  private double[] sums = new double[0];
  private boolean[] present = new boolean[0];

  DoubleSum(Measure measure) {
    this.measure = measure;
    this.ofFloats = measure.result().is(LogicalTypeRoot.FLOAT);
    this.column = new DoubleColumn(measure.input());
  }

  @Override
  public void add(ColumnarBatch batch, LiveRows live, int[] groups, int groupCount) {
    sums = Accumulator.enlarged(sums, groupCount);
    present = Accumulator.enlarged(present, groupCount);
    column.load(batch, measure.column(), live);
    double[] values = column.values();
    boolean any = column.nulls().any();
    boolean[] isNull = column.nulls().isNull();
    for (int i = 0; i < live.count(); i++) {
      if (!any || !isNull[i]) {
        double sum = sums[groups[i]] + values[i];
        sums[groups[i]] = ofFloats ? (float) sum : sum;
        present[groups[i]] = true;
      }
    }
  }

  @Nullable
  @Override
  public Object result(int group) {
    return present[group] || measure.kind() == Measure.Kind.SUM_OR_ZERO
        ? Numbers.boxed(measure.result(), sums[group])
        : null;
  }

  @Override
  public void clear() {
    Arrays.fill(sums, 0);
    Arrays.fill(present, false);
  }
}
