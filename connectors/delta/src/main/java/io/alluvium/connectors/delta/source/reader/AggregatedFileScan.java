package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.kernel.RowPositions;
import io.alluvium.connectors.delta.pages.ColumnarBatch;
import io.alluvium.connectors.delta.pages.RowBatch;
import io.alluvium.connectors.delta.pages.RowBatches;
import io.alluvium.connectors.delta.source.aggregate.BatchAggregation;
import io.alluvium.connectors.delta.source.split.FileSplit;
import java.io.IOException;
import java.util.List;
import javax.annotation.Nullable;

/**
 * Reads a {@link FileSplit} as {@link FileScan} does, but emits partial results of groups: at the
 * split's end, and before that whenever there are too many groups to keep.
 */
final class AggregatedFileScan implements SplitScan {
  /** Beyond so many groups, what is known of them is emitted. */
  static final int GROUPS_IN_MEMORY = 1 << 16;

  /** A reader can be stopped only between its steps. */
  private static final int BATCHES_PER_STEP = 64;

  private final FileSplit split;
  private final TableFiles files;
  private final BatchAggregation aggregation;
  private final int groupsInMemory;
  private RowPositions deleted = RowPositions.none();
  @Nullable private RowBatches batches;

  /**
   * @param groupsInMemory those of one more batch may be there, too
   */
  AggregatedFileScan(
      FileSplit split, TableFiles files, BatchAggregation aggregation, int groupsInMemory) {
    this.split = split;
    this.files = files;
    this.aggregation = aggregation;
    this.groupsInMemory = groupsInMemory;
  }

  @Override
  public ReadBatch next() throws IOException {
    if (batches == null) {
      deleted = files.deleted(split.file(), split.file().deletionVector(), split.version());
      batches = files.open(split);
      batches.skipTo(split.nextRow());
    }
    for (int i = 0; i < BATCHES_PER_STEP && aggregation.size() <= groupsInMemory; i++) {
      RowBatch batch = files.next(batches, split);
      if (batch == null) {
        return results().asLast();
      }
      aggregation.add((ColumnarBatch) batch, split.nextRow(), deleted);
    }
    return aggregation.size() <= groupsInMemory
        ? ReadBatch.of(split.splitId(), List.of(), null)
        : results();
  }

  private ReadBatch results() {
    return ReadBatch.of(split.splitId(), aggregation.takeResults(), null);
  }

  @Override
  public void close() throws IOException {
    if (batches != null) {
      batches.close();
    }
  }
}
