package io.alluvium.connectors.delta.source.aggregate;

import io.alluvium.connectors.delta.pages.ColumnarBatch;
import java.util.Arrays;

/** Counts rows. */
final class RowCount implements Accumulator {
  private long[] counts = new long[0];

  @Override
  public void add(ColumnarBatch batch, LiveRows live, int[] groups, int groupCount) {
    counts = Accumulator.enlarged(counts, groupCount);
    for (int i = 0; i < live.count(); i++) {
      counts[groups[i]]++;
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
