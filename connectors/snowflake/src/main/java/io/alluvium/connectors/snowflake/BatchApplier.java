package io.alluvium.connectors.snowflake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import javax.annotation.Nullable;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.util.SimpleVersionedListState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;

/**
 * Keeps the last change of each key, and makes all of them a batch at a checkpoint at which the
 * schedule says so; applies it once the checkpoint is complete: then no restart can make another of
 * it. The batch stays in state until it is applied; checkpoints go on meanwhile. It is no committer
 * of Flink's, which would have to be done when it is asked.
 *
 * <p>The state of changes goes to all tasks, of which each keeps those of its keys: keyed state
 * would cost more for a change than all else.
 */
final class BatchApplier extends AbstractStreamOperator<RowData>
    implements OneInputStreamOperator<RowData, RowData>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  /** Of what waits in memory; more is a batch of its own, also if its time has not come. */
  static final int MOST_PENDING = 128 * 1024 * 1024;

  private final SnowflakeSinkConfig config;
  @Nullable private final RowVersion version;
  private final FlushSchedule schedule;
  private final boolean endsWithCheckpoint;
  private final int mostPending;

  private transient PendingChanges pending;
  private transient long oldest;
  private transient long lastCheckpoint;
  private transient BatchWriter writer;
  private transient BatchLoader loader;
  private transient BackgroundLoads loads;

  /** Batches by the checkpoint that is to be complete first. */
  private transient NavigableMap<Long, List<Batch>> sealed;

  private transient ListState<byte[]> changeState;
  private transient ListState<Long> oldestState;
  private transient ListState<Batch> batchState;
  private transient ListState<Long> epochState;
  private transient ListState<String> appliedState;
  private transient Counter sent;
  private transient boolean hasEnded;

  /**
   * @param endsWithCheckpoint whether a checkpoint comes behind the end of the input
   * @param mostPending bytes of changes that wait uncompressed
   */
  BatchApplier(
      SnowflakeSinkConfig config,
      @Nullable RowVersion version,
      FlushSchedule schedule,
      boolean endsWithCheckpoint,
      int mostPending) {
    this.config = config;
    this.version = version;
    this.schedule = schedule;
    this.endsWithCheckpoint = endsWithCheckpoint;
    this.mostPending = mostPending;
    // In the thread of what is before it, which need not write its rows for another then.
    this.chainingStrategy = ChainingStrategy.ALWAYS;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    sealed = new ConcurrentSkipListMap<>();
    LineLayout lines = LineLayout.of(config.layout(), version);
    loader = new BatchLoader(config, lines);
    loads = new BackgroundLoads(loader, "snowflake-" + config.layout().view());
    batchState =
        new SimpleVersionedListState<>(
            context
                .getOperatorStateStore()
                .getListState(
                    new ListStateDescriptor<>(
                        WaitingChanges.BATCHES, BytePrimitiveArraySerializer.INSTANCE)),
            new BatchSerializer());
    epochState =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("epoch", LongSerializer.INSTANCE));
    appliedState =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("applied", StringSerializer.INSTANCE));
    long epoch = 0;
    for (Long restored : epochState.get()) {
      epoch = Math.max(epoch, restored);
    }
    writer = new BatchWriter(lines, epoch, System::currentTimeMillis);
    sent = getMetricGroup().counter("numRecordsSend");
    restoreChanges(context);
    getMetricGroup().gauge("batchesWaiting", this::batchesWaiting);
    List<String> applied = new ArrayList<>();
    appliedState.get().forEach(applied::add);
    loads.restore(applied);
    for (Batch batch : batchState.get()) {
      // Of a checkpoint that was complete. Perhaps it is applied already; the ledger knows.
      loads.add(batch);
    }
  }

  private void restoreChanges(StateInitializationContext context) throws Exception {
    changeState =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>("changes", BytePrimitiveArraySerializer.INSTANCE));
    oldestState =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>(WaitingChanges.CHANGES, LongSerializer.INSTANCE));
    pending = new PendingChanges(config.layout(), version, config.badValues());
    oldest = Long.MAX_VALUE;
    lastCheckpoint = now();
    int task = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    int tasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    for (byte[] changes : changeState.get()) {
      pending.restore(changes, hash -> KeyHash.task(hash, tasks) == task);
      compressIfMany();
    }
    // It has those of all tasks, and would have them until the next checkpoint.
    changeState.clear();
    if (waiting() > 0) {
      for (Long restored : oldestState.get()) {
        oldest = Math.min(oldest, restored);
      }
    }
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }

  /** Those that are not applied yet, as far as is known. */
  int batchesWaiting() {
    return sealed.size() + loads.size();
  }

  @Override
  public void processElement(StreamRecord<RowData> element) throws Exception {
    if (oldest == Long.MAX_VALUE) {
      oldest = now();
    }
    pending.add(element.getValue());
    compressIfMany();
  }

  private void compressIfMany() throws IOException {
    if (pending.size() >= mostPending) {
      write();
      writer.closeBatch();
    }
  }

  private void write() throws IOException {
    sent.inc(pending.count());
    pending.drainTo(writer);
  }

  private long waiting() {
    return pending.count() + writer.closedRows();
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    // No checkpoint completes on a table that has lost its rows.
    loads.awaitRestored();
    long now = now();
    if (hasEnded || schedule.isDue(now, oldest, waiting(), now - lastCheckpoint)) {
      List<Batch> batches = takeAll();
      if (!batches.isEmpty()) {
        schedule.flushed(now);
        sealed.put(checkpointId, batches);
      }
    }
    lastCheckpoint = now;
  }

  private List<Batch> takeAll() throws IOException {
    write();
    oldest = Long.MAX_VALUE;
    return writer.take();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    List<Batch> kept = new ArrayList<>(loads.unfinished());
    sealed.values().forEach(kept::addAll);
    // After a restart these are applied at once, and none is made of them again.
    kept.addAll(writer.closed());
    batchState.update(kept);
    changeState.update(pending.count() == 0 ? List.of() : List.of(pending.snapshot()));
    // Empty where nothing waits, as WaitingChanges says.
    oldestState.update(oldest == Long.MAX_VALUE ? List.of() : List.of(oldest));
    epochState.update(List.of(writer.epoch()));
    appliedState.update(loads.lastApplied());
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    Map<Long, List<Batch>> complete = sealed.headMap(checkpointId, true);
    for (List<Batch> batches : complete.values()) {
      addAll(batches);
    }
    complete.clear();
    loads.unfinished();
    if (hasEnded) {
      loads.awaitAll();
    }
  }

  private void addAll(List<Batch> batches) throws IOException, InterruptedException {
    for (Batch batch : batches) {
      loads.add(batch);
    }
  }

  @Override
  public void endInput() throws Exception {
    hasEnded = true;
    if (!endsWithCheckpoint) {
      // Of savepoints, whose completion no task is told of.
      for (List<Batch> batches : sealed.values()) {
        addAll(batches);
      }
      sealed.clear();
      addAll(takeAll());
      loads.awaitAll();
    }
  }

  @Override
  public void close() throws Exception {
    if (loads != null) {
      loader.close();
      loads.close();
    }
    super.close();
  }
}
