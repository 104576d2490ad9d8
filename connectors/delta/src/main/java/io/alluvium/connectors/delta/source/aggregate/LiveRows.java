package io.alluvium.connectors.delta.source.aggregate;

import io.alluvium.connectors.delta.kernel.RowPositions;
import io.alluvium.connectors.delta.pages.RowBatch;
import java.util.Arrays;

/** Which rows of a batch are to be aggregated. Reused for all batches of a split. */
final class LiveRows {
  private int[] rows = new int[0];
  private int count;

  /** Takes those at or after {@code first} that are not deleted. */
  void select(RowBatch batch, long first, RowPositions deleted) {
    if (rows.length < batch.size()) {
      rows = Arrays.copyOf(rows, batch.size());
    }
    count = 0;
    long end = batch.firstRow() + batch.size();
    for (long row = deleted.nextClear(Math.max(first, batch.firstRow()));
        row < end;
        row = deleted.nextClear(row + 1)) {
      rows[count++] = (int) (row - batch.firstRow());
    }
  }

  int count() {
    return count;
  }

  /** Places in the batch, of which {@link #count()} are valid. */
  int[] rows() {
    return rows;
  }
}
