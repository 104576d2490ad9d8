package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.kernel.FaultPlan;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;

/**
 * Makes numbered rows, slowly, fails between them, in snapshots and between the two phases of a
 * checkpoint by the folder's {@link FaultPlan}, and lets a {@link ForeignWriter} act on the way.
 */
final class FaultyRows extends RichMapFunction<Long, RowData>
    implements CheckpointedFunction, CheckpointListener {
  private static final long serialVersionUID = 1L;
  private static final int PAUSE_EVERY = 100;
  private static final long PAUSE_NANOS = 8_000_000;

  private final String folder;

  FaultyRows(String folder) {
    this.folder = folder;
  }

  @Override
  public RowData map(Long number) throws Exception {
    if (number % PAUSE_EVERY == 0) {
      LockSupport.parkNanos(PAUSE_NANOS);
      ForeignWriter.of(folder).actUpTo(number);
    }
    FaultPlan.of(folder).at(FaultPlan.Event.ROW);
    return SinkTestJob.row(RowKind.INSERT, number, number * 2, "row " + number);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    FaultPlan.of(folder).at(FaultPlan.Event.SNAPSHOT);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {
    // The numbers come from the source.
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    FaultPlan.of(folder).at(FaultPlan.Event.CHECKPOINT_COMPLETE);
  }
}
