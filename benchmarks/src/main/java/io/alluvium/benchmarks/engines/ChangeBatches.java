package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.events.ChangeWorkload;
import io.alluvium.benchmarks.measure.ProcessTree;
import java.util.TreeMap;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.source.SourceFunction;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.types.RowKind;

/**
 * Emits a workload batch by batch: the next only when a checkpoint that holds the last is complete,
 * so that each batch is a commit of its own. Notes the process's CPU time once the load is done.
 */
@SuppressWarnings("deprecation") // The new interface needs five classes for the same.
final class ChangeBatches
    implements SourceFunction<RowData>, CheckpointedFunction, CheckpointListener {
  private static final long serialVersionUID = 1L;
  private static final String[] METRICS = {"temperature", "humidity", "pressure", "wind", "rain"};
  private static final long START_MILLIS = 1_767_225_600_000L;
  private static final int WAIT_MILLIS = 5;
  private static final int MAX_QUIET_SECONDS = 60;

  /** CPU seconds in a second, which checkpoints without a row take anyway. */
  private static final double QUIET_CORES = 0.3;

  /** CPU seconds when the last job's load was complete; jobs of a process follow one another. */
  private static volatile double loaded;

  private final int keys;
  private final int batches;
  private final int batchSize;
  private transient TreeMap<Long, Integer> emittedAt;
  private transient int emitted;
  private transient volatile int completed;
  private transient volatile boolean cancelled;

  ChangeBatches(ChangeWorkload workload) {
    keys = workload.keys();
    batches = workload.batches();
    batchSize = workload.batchSize();
  }

  static double cpuSecondsAfterLoad() {
    return loaded;
  }

  @Override
  public void run(SourceContext<RowData> context) throws Exception {
    ChangeWorkload workload = new ChangeWorkload(keys, batches, batchSize);
    emit(context, -1, keys, workload);
    awaitCompletion(1);
    awaitQuiet();
    loaded = new ProcessTree(ProcessHandle.current().pid()).cpuSeconds();
    for (int batch = 0; batch < batches; batch++) {
      emit(context, batch, batchSize, workload);
      awaitCompletion(batch + 2);
    }
  }

  /** Under the lock, so that no checkpoint divides a batch. */
  private void emit(SourceContext<RowData> context, int batch, int count, ChangeWorkload workload) {
    synchronized (context.getCheckpointLock()) {
      for (int i = 0; i < count && !cancelled; i++) {
        context.collect(
            batch < 0
                ? row(RowKind.INSERT, i, i)
                : row(RowKind.UPDATE_AFTER, workload.key(batch, i), workload.sequence(batch, i)));
      }
      emitted++;
    }
  }

  private static RowData row(RowKind kind, long id, long seq) {
    int metric = (int) (seq % METRICS.length);
    return GenericRowData.ofKind(
        kind,
        id,
        (int) (id % 200),
        StringData.fromString(METRICS[metric]),
        (seq * 31 % 100_000) / 100.0,
        (int) (seq % 4),
        seq,
        TimestampData.fromEpochMillis(START_MILLIS + seq * 7),
        StringData.fromString("unit-" + seq % 97));
  }

  private void awaitCompletion(int count) throws InterruptedException {
    while (completed < count && !cancelled) {
      synchronized (this) {
        wait(WAIT_MILLIS);
      }
    }
  }

  /** Until what the load left to do in the background, compaction above all, is done. */
  private void awaitQuiet() throws InterruptedException {
    ProcessTree process = new ProcessTree(ProcessHandle.current().pid());
    for (int second = 0; second < MAX_QUIET_SECONDS && !cancelled; second++) {
      double before = process.cpuSeconds();
      synchronized (this) {
        wait(1_000);
      }
      if (process.cpuSeconds() - before < QUIET_CORES) {
        return;
      }
    }
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {
    emittedAt = new TreeMap<>();
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    emittedAt.put(context.getCheckpointId(), emitted);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    completed = emittedAt.floorEntry(checkpointId).getValue();
    emittedAt.headMap(checkpointId).clear();
  }

  @Override
  public void cancel() {
    cancelled = true;
  }
}
