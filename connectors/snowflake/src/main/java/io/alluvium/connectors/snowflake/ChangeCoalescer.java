package io.alluvium.connectors.snowflake;

import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;

/**
 * Keeps the last change of each key, and passes all of them on before a checkpoint's barrier when
 * the schedule says so: what is passed on is what the input had up to that checkpoint.
 */
final class ChangeCoalescer extends AbstractStreamOperator<RowData>
    implements OneInputStreamOperator<RowData, RowData>, BoundedOneInput {
  private static final long serialVersionUID = 1L;
  private static final String LATEST = "latest-change";

  private final ChangeFormat format;
  private final FlushSchedule schedule;

  private transient ValueStateDescriptor<RowData> latestDescriptor;
  private transient ValueState<RowData> latest;
  private transient ListState<Long> oldestState;
  private transient long waiting;
  private transient long oldest;
  private transient long lastCheckpoint;

  ChangeCoalescer(ChangeFormat format, FlushSchedule schedule) {
    this.format = format;
    this.schedule = schedule;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    latestDescriptor = new ValueStateDescriptor<>(LATEST, format.type());
    latest = context.getKeyedStateStore().getState(latestDescriptor);
    oldestState =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>(WaitingChanges.CHANGES, LongSerializer.INSTANCE));
    oldest = Long.MAX_VALUE;
    lastCheckpoint = now();
    if (context.isRestored()) {
      for (Long restored : oldestState.get()) {
        oldest = Math.min(oldest, restored);
      }
      try (Stream<Object> keys = getKeyedStateBackend().getKeys(LATEST, VoidNamespace.INSTANCE)) {
        waiting = keys.count();
      }
    }
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }

  @Override
  public void processElement(StreamRecord<RowData> element) throws Exception {
    RowData before = latest.value();
    RowData change = format.latest(before, element.getValue());
    if (change == null) {
      return;
    }
    latest.update(change);
    if (before == null) {
      waiting++;
      if (waiting == 1) {
        oldest = now();
      }
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    long now = now();
    if (schedule.isDue(now, oldest, waiting, now - lastCheckpoint)) {
      schedule.flushed(now);
      passOn();
    }
    lastCheckpoint = now;
  }

  @Override
  public void endInput() throws Exception {
    passOn();
  }

  private void passOn() throws Exception {
    if (waiting == 0) {
      return;
    }
    getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            latestDescriptor,
            (key, state) -> {
              output.collect(new StreamRecord<>(state.value()));
              state.clear();
            });
    waiting = 0;
    oldest = Long.MAX_VALUE;
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    // Empty where nothing waits, as WaitingChanges says.
    oldestState.update(waiting == 0 ? List.of() : List.of(oldest));
  }
}
