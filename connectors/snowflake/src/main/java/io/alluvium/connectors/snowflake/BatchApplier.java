package io.alluvium.connectors.snowflake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
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
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.util.SimpleVersionedListState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;

/**
 * Makes the changes between two checkpoints a batch, and applies it once the checkpoint is
 * complete: then no restart can make another of it. The batch stays in state until it is applied;
 * checkpoints go on meanwhile. It is no committer of Flink's, which would have to be done when it
 * is asked.
 */
final class BatchApplier extends AbstractStreamOperator<RowData>
    implements OneInputStreamOperator<RowData, RowData>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  private final SnowflakeSinkConfig config;
  private final int versionColumn;
  private final boolean hasCheckpoints;

  private transient BatchWriter writer;
  private transient BatchLoader loader;
  private transient BackgroundLoads loads;

  /** Batches by the checkpoint that is to be complete first. */
  private transient NavigableMap<Long, List<Batch>> sealed;

  private transient ListState<Batch> batchState;
  private transient ListState<Long> epochState;
  private transient ListState<String> appliedState;
  private transient Counter sent;
  private transient boolean hasEnded;

  BatchApplier(SnowflakeSinkConfig config, int versionColumn, boolean hasCheckpoints) {
    this.config = config;
    this.versionColumn = versionColumn;
    this.hasCheckpoints = hasCheckpoints;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    sealed = new ConcurrentSkipListMap<>();
    loader = new BatchLoader(config);
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
    writer =
        new BatchWriter(
            config.layout(), versionColumn, config.badValues(), epoch, System::currentTimeMillis);
    sent = getMetricGroup().counter("numRecordsSend");
    getMetricGroup().gauge("batchesWaiting", this::batchesWaiting);
    List<String> applied = new ArrayList<>();
    appliedState.get().forEach(applied::add);
    loads.restore(applied);
    for (Batch batch : batchState.get()) {
      // Of a checkpoint that was complete. Perhaps it is applied already; the ledger knows.
      loads.add(batch);
    }
  }

  /** Those that are not applied yet, as far as is known. */
  int batchesWaiting() {
    return sealed.size() + loads.size();
  }

  @Override
  public void processElement(StreamRecord<RowData> element) throws Exception {
    writer.write(element.getValue());
    sent.inc();
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    // No checkpoint completes on a table that has lost its rows.
    loads.awaitRestored();
    List<Batch> batches = writer.take();
    if (!batches.isEmpty()) {
      sealed.put(checkpointId, batches);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    List<Batch> kept = new ArrayList<>(loads.unfinished());
    sealed.values().forEach(kept::addAll);
    batchState.update(kept);
    epochState.update(List.of(writer.epoch()));
    appliedState.update(loads.lastApplied());
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    Map<Long, List<Batch>> complete = sealed.headMap(checkpointId, true);
    for (List<Batch> batches : complete.values()) {
      for (Batch batch : batches) {
        loads.add(batch);
      }
    }
    complete.clear();
    loads.unfinished();
    if (hasEnded) {
      loads.awaitAll();
    }
  }

  @Override
  public void endInput() throws Exception {
    hasEnded = true;
    if (!hasCheckpoints) {
      for (Batch batch : writer.take()) {
        loads.add(batch);
      }
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
