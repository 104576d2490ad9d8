package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.serving.KpiRows;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;

/** The reader of {@link KpiPeriods}; all calls are made by the task's thread. */
final class KpiPeriodsReader implements SourceReader<RowData, NumberSequenceSplit> {
  /** Before the task looks for checkpoints. */
  private static final int ROWS_AT_ONCE = 100;

  private final SourceReaderContext context;
  private final long rowsPerCheckpoint;
  private final TreeMap<Long, Long> emittedBefore = new TreeMap<>();
  private CompletableFuture<Void> available = new CompletableFuture<>();
  @Nullable private NumberSequenceSplit split;
  private long next;
  private long completed;

  KpiPeriodsReader(SourceReaderContext context, long rowsPerCheckpoint) {
    this.context = context;
    this.rowsPerCheckpoint = rowsPerCheckpoint;
  }

  @Override
  public void start() {
    context.sendSplitRequest();
  }

  @Override
  public InputStatus pollNext(ReaderOutput<RowData> output) {
    if (split != null) {
      long end = Math.min(split.to() + 1, completed + rowsPerCheckpoint);
      long stop = Math.min(end, next + ROWS_AT_ONCE);
      for (; next < stop; next++) {
        output.collect(row(next));
      }
      if (next < end) {
        return InputStatus.MORE_AVAILABLE;
      }
      if (next > split.to()) {
        return InputStatus.END_OF_INPUT;
      }
    }
    available = new CompletableFuture<>();
    return InputStatus.NOTHING_AVAILABLE;
  }

  private static RowData row(long number) {
    return GenericRowData.of(
        StringData.fromString(KpiRows.name(number)),
        number,
        StringData.fromString(KpiRows.state(number)),
        KpiRows.mean(number));
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return available;
  }

  @Override
  public void addSplits(List<NumberSequenceSplit> splits) {
    split = splits.get(0);
    next = split.from();
    completed = next;
    available.complete(null);
  }

  @Override
  public void notifyNoMoreSplits() {
    // There is one.
  }

  @Override
  public List<NumberSequenceSplit> snapshotState(long checkpointId) {
    emittedBefore.put(checkpointId, next);
    return split == null || next > split.to()
        ? List.of()
        : List.of(new NumberSequenceSplit(split.splitId(), next, split.to()));
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    for (long emitted : emittedBefore.headMap(checkpointId, true).values()) {
      completed = Math.max(completed, emitted);
    }
    emittedBefore.headMap(checkpointId, true).clear();
    available.complete(null);
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
