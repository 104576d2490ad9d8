package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.sink.FileChanges;
import io.alluvium.connectors.delta.sink.FileChangesSerializer;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.OutputTag;

/**
 * Looks before each checkpoint at what other writers did to the table, and tells all {@link
 * UpsertWriter}s and the owners of the files concerned. Runs with parallelism 1.
 *
 * <p>It gets barriers and the end of the input, but no row. So what it tells belongs to the very
 * checkpoint, every writer hears it before that checkpoint's barrier, and the job can end.
 */
final class TableWatcher extends AbstractStreamOperator<byte[]>
    implements OneInputStreamOperator<RowData, byte[]>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  /** For the owners of files. */
  static final OutputTag<Tuple2<Integer, byte[]>> FILE_EVENTS =
      new OutputTag<>(
          "file-events",
          Types.TUPLE(Types.INT, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));

  /** For the aggregator: how far the log was read. */
  static final OutputTag<byte[]> VERSIONS =
      new OutputTag<>("versions", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

  private final UpsertSettings settings;

  private transient ListState<byte[]> positionState;
  private transient LogFollower follower;
  private transient MovePlanner planner;
  private transient boolean isFresh;
  private transient boolean hasEnded;

  TableWatcher(UpsertSettings settings) {
    this.settings = settings;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    positionState =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>(
                    "position", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    isFresh = true;
    for (byte[] position : positionState.get()) {
      follower =
          LogFollower.restored(
              settings, WatcherState.fromBytes(position), context.getRestoredCheckpointId());
      isFresh = false;
    }
    if (isFresh) {
      follower = LogFollower.fresh(settings);
    }
    planner = new MovePlanner(settings);
  }

  @Override
  public void open() throws Exception {
    super.open();
    FileTable files = follower.files();
    getMetricGroup().gauge("indexedRows", (Gauge<Long>) files::liveRows);
    getMetricGroup().gauge("deadRowShare", (Gauge<Double>) files::deadShare);
    getMetricGroup().gauge("activeFiles", (Gauge<Integer>) () -> files.all().size());
  }

  @Override
  public void processElement(StreamRecord<RowData> element) {
    throw new IllegalStateException("The watcher of a table takes no rows");
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    // After the end the writers have announced what they knew: news would reach the owners only.
    if (!hasEnded) {
      tell(checkpointId);
    }
  }

  @Override
  public void endInput() throws Exception {
    tell(FileChanges.END_OF_INPUT);
    hasEnded = true;
  }

  private void tell(long checkpointId) throws Exception {
    if (isFresh) {
      // The owners start without state too: they learn of the files that the table began with.
      for (DataFile file :
          DeltaTable.at(settings.tablePath()).snapshot(settings.baseVersion()).files()) {
        FileTable.KnownFile known = follower.files().get(file.path());
        send(
            checkpointId,
            known.id(),
            FileEvent.of(FileEvent.Kind.IN_TABLE, follower.counted(file)));
      }
      isFresh = false;
    }
    LogFollower.Updates updates = follower.catchUp();
    for (LogFollower.NumberedEvent event : updates.events()) {
      send(checkpointId, event.id(), event.event());
    }
    output.collect(
        VERSIONS,
        new StreamRecord<>(
            FileChangesSerializer.toBytes(
                FileChanges.read(checkpointId, follower.state().version()))));
    TableNews found = updates.news();
    List<NumberedFile> toMove = planner.plan(follower.files());
    TableNews news =
        new TableNews(
            found.version(),
            found.firstUnseenCheckpoint(),
            found.removed(),
            found.added(),
            found.shrunk(),
            found.dataChange(),
            found.adapted(),
            toMove);
    // A partial update looks files up as of the version that the index is of.
    if (!news.isEmpty() || !settings.partialUpdate().isNone()) {
      output.collect(new StreamRecord<>(news.toBytes()));
    }
  }

  private void send(long checkpointId, int id, FileEvent event) throws Exception {
    output.collect(
        FILE_EVENTS, new StreamRecord<>(Tuple2.of(id, event.before(checkpointId).toBytes())));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    positionState.update(List.of(follower.state().toBytes()));
  }
}
