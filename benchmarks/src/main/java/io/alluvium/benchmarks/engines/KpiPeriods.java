package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.serving.KpiRows;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.source.SourceFunction;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;

/** Emits rows of KPIs, one of each key, and goes on when a checkpoint has them. */
@SuppressWarnings("deprecation") // The new interface needs five classes for the same.
final class KpiPeriods
    implements SourceFunction<RowData>, CheckpointedFunction, CheckpointListener {
  private static final long serialVersionUID = 1L;

  private final long rows;
  private transient Object lock;
  private transient Map<Long, Long> emittedBefore;
  private transient long emitted;
  private transient long completed;
  private transient boolean cancelled;

  KpiPeriods(long rows) {
    this.rows = rows;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {
    lock = new Object();
    emittedBefore = new HashMap<>();
  }

  @Override
  public void run(SourceContext<RowData> context) throws InterruptedException {
    while (emitted < rows) {
      synchronized (context.getCheckpointLock()) {
        long row = emitted;
        context.collect(
            GenericRowData.of(
                StringData.fromString(KpiRows.name(row)),
                row,
                StringData.fromString(KpiRows.state(row)),
                KpiRows.mean(row)));
        emitted++;
      }
      if (emitted % KpiRows.KEYS == 0 && !awaitCheckpoint()) {
        return;
      }
    }
  }

  /**
   * @return false where the job ends
   */
  private boolean awaitCheckpoint() throws InterruptedException {
    synchronized (lock) {
      while (completed < emitted && !cancelled) {
        lock.wait();
      }
      return !cancelled;
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    synchronized (lock) {
      emittedBefore.put(context.getCheckpointId(), emitted);
    }
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    synchronized (lock) {
      completed = Math.max(completed, emittedBefore.getOrDefault(checkpointId, 0L));
      emittedBefore.keySet().removeIf(id -> id <= checkpointId);
      lock.notifyAll();
    }
  }

  @Override
  public void cancel() {
    synchronized (lock) {
      cancelled = true;
      lock.notifyAll();
    }
  }
}
