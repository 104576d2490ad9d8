package io.alluvium.connectors.delta.source.aggregate;

import io.alluvium.connectors.delta.pages.ColumnarBatch;
import java.util.Arrays;
import javax.annotation.Nullable;

/** The least or greatest of integers, dates or timestamps. */
final class LongExtreme implements Accumulator {
  private final Measure measure;
  private final boolean least;
  private final LongColumn column;
  private long[] extremes = new long[0];
  private boolean[] present = new boolean[0];

  LongExtreme(Measure measure) {
    this.measure = measure;
    this.least = measure.kind() == Measure.Kind.MIN;
    this.column = new LongColumn(measure.input());
  }

  @Override
  public void add(ColumnarBatch batch, LiveRows live, int[] groups, int groupCount) {
    extremes = Accumulator.enlarged(extremes, groupCount);
    present = Accumulator.enlarged(present, groupCount);
    column.load(batch, measure.column(), live);
    long[] values = column.values();
    boolean any = column.nulls().any();
    boolean[] isNull = column.nulls().isNull();
    for (int i = 0; i < live.count(); i++) {
      if (any && isNull[i]) {
        continue;
      }
      int group = groups[i];
      long extreme = extremes[group];
      if (!present[group] || (least ? values[i] < extreme : values[i] > extreme)) {
        extremes[group] = values[i];
        present[group] = true;
      }
    }
  }

  @Nullable
  @Override
  public Object result(int group) {
    return present[group] ? Numbers.boxed(measure.result(), extremes[group]) : null;
  }

  @Override
  public void clear() {
    Arrays.fill(present, false);
  }
}
