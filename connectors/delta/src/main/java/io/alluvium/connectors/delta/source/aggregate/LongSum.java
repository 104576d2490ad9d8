package io.alluvium.connectors.delta.source.aggregate;

import io.alluvium.connectors.delta.pages.ColumnarBatch;
import java.util.Arrays;
import javax.annotation.Nullable;

/**
 * Adds integers up. Flink adds in the result's type, where sums wrap around; cutting a 64-bit sum
 * to that type gives the same.
 */
final class LongSum implements Accumulator {
  private final Measure measure;
  private final LongColumn column;
  private long[] sums = new long[0];
  private boolean[] present = new boolean[0];

  LongSum(Measure measure) {
    this.measure = measure;
    this.column = new LongColumn(measure.input());
  }

  @Override
  public void add(ColumnarBatch batch, LiveRows live, int[] groups, int groupCount) {
    sums = Accumulator.enlarged(sums, groupCount);
    present = Accumulator.enlarged(present, groupCount);
    column.load(batch, measure.column(), live);
    long[] values = column.values();
    boolean any = column.nulls().any();
    boolean[] isNull = column.nulls().isNull();
    for (int i = 0; i < live.count(); i++) {
      if (!any || !isNull[i]) {
        sums[groups[i]] += values[i];
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
