package io.alluvium.connectors.delta.source.aggregate;

import io.alluvium.connectors.delta.pages.ColumnarBatch;
import java.util.Arrays;

/** Counts values that are not null. */
final class ValueCount implements Accumulator {
  private final int column;
  private final Nulls nulls = new Nulls();
  private long[] counts = new long[0];

  ValueCount(int column) {
    this.column = column;
  }

  @Override
  public void add(ColumnarBatch batch, LiveRows live, int[] groups, int groupCount) {
    counts = Accumulator.enlarged(counts, groupCount);
    nulls.load(batch, column, live);
    boolean any = nulls.any();
    for (int i = 0; i < live.count(); i++) {
      if (!any || !nulls.isNull()[i]) {
        counts[groups[i]]++;
      }
    }
  }

  @Override
  public Object result(int group) {
    return counts[group];
  }

  @Override
  public void clear() {
    Arrays.fill(counts, 0);
  }
}
