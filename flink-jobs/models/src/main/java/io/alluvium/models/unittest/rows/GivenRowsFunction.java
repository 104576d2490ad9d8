package io.alluvium.models.unittest.rows;

import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.source.RichParallelSourceFunction;
import org.apache.flink.table.connector.RuntimeConverter;
import org.apache.flink.table.connector.source.DynamicTableSource.DataStructureConverter;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.Row;

/**
 * Gives the rows of a {@link GivenTask}, and goes on from the restored checkpoint. It can wait
 * until a checkpoint is complete that holds what it has given: then all of it has passed the whole
 * job.
 */
final class GivenRowsFunction extends RichParallelSourceFunction<RowData>
    implements CheckpointedFunction, CheckpointListener {
  private static final long serialVersionUID = 1L;

  private final String table;
  private final DataStructureConverter converter;

  private transient GivenTask task;
  private transient ListState<Integer> positions;
  private transient Set<Long> atGate;
  private transient boolean passed;
  private transient int position;
  private transient Object lock;
  private volatile boolean isRunning = true;

  GivenRowsFunction(String table, DataStructureConverter converter) {
    this.table = table;
    this.converter = converter;
  }

  @Override
  public void open(Configuration parameters) {
    converter.open(RuntimeConverter.Context.create(getClass().getClassLoader()));
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    int number = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    task =
        GivenTask.parse(
            getRuntimeContext().getGlobalJobParameters().get(GivenTask.parameter(table, number)));
    atGate = new HashSet<>();
    positions =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("position", IntSerializer.INSTANCE));
    for (int known : positions.get()) {
      position = known;
      passed = true;
    }
  }

  @Override
  public void run(SourceContext<RowData> context) throws Exception {
    lock = context.getCheckpointLock();
    boolean isFirst = getRuntimeContext().getTaskInfo().getAttemptNumber() == 0;
    while (isRunning) {
      synchronized (lock) {
        while (isRunning && !passed && position == task.gate()) {
          lock.wait();
        }
        if (position < task.rows().size()) {
          Row row = task.rows().get(position);
          context.collect((RowData) converter.toInternal(row));
          position++;
        } else if (isFirst && task.gate() >= 0) {
          // The failure ends it. Who ends before leaves the others without a checkpoint.
          lock.wait();
        } else {
          isRunning = false;
        }
      }
      if (isFirst && position == task.crash()) {
        throw new GivenFailureException(table, position);
      }
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    positions.clear();
    positions.add(position);
    if (position == task.gate()) {
      atGate.add(context.getCheckpointId());
    }
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    if (atGate.contains(checkpointId) && lock != null) {
      synchronized (lock) {
        passed = true;
        lock.notifyAll();
      }
    }
  }

  @Override
  public void cancel() {
    isRunning = false;
  }
}
