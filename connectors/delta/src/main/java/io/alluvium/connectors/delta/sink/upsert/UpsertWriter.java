package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.DeletionVectorStore;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.sink.FileChanges;
import io.alluvium.connectors.delta.sink.WriterMetrics;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.operators.sorted.state.BatchExecutionKeyedStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;

/**
 * Writes changed rows to new data files and tells the owners of the files that held them before.
 * Keyed by primary key; its second input is the {@link TableWatcher}'s news, which every subtask
 * gets.
 *
 * <p>Every change is looked up in the index, whatever its kind says: after a restart, or from a
 * source that takes a new snapshot, an insert may be of a key that is there. A checkpoint's changes
 * are held back until its barrier comes, the last one per key, so that a key is looked up and
 * written once; where they outgrow the buffer, sooner.
 */
final class UpsertWriter extends AbstractStreamOperator<Tuple2<Integer, byte[]>>
    implements TwoInputStreamOperator<RowData, byte[], Tuple2<Integer, byte[]>>, BoundedMultiInput {
  private static final long serialVersionUID = 1L;
  private static final int INPUTS = 2;
  private static final int IDS_OF_OTHERS = 1 << 20;

  private final UpsertSettings settings;

  private transient ListState<Integer> unusedIdState;
  private transient ListState<String> generationState;
  private transient ListState<String> sinkState;
  private transient ListState<byte[]> foreignFileState;
  private transient FileIds ids;
  private transient String generation;
  private transient boolean restored;

  private transient WriterMetrics metrics;
  private transient RowDataSerializer serializer;
  private transient ChangeBuffer buffer;
  private transient KeyIndex index;
  private transient ChangedRows changedRows;
  private transient FilesById filesById;
  private transient RowFiles files;
  private transient RowsByFile deleted;
  private transient UnseenDeletions unseen;
  private transient IndexUpdate indexUpdate;
  private transient RowMoves moves;
  private transient int endedInputs;

  UpsertWriter(UpsertSettings settings) {
    this.settings = settings;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    unusedIdState =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("unused-file-id", Types.INT));
    generationState =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("generation", Types.STRING));
    sinkState =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("sink", Types.STRING));
    int base = 1;
    for (int unused : unusedIdState.get()) {
      base = Math.max(base, unused);
    }
    for (String sink : sinkState.get()) {
      if (!sink.equals(settings.applicationId())) {
        // The other sink may have taken more ids after this state.
        base = Math.addExact(base, IDS_OF_OTHERS);
        break;
      }
    }
    generation = settings.generation();
    for (String known : generationState.get()) {
      generation = known;
    }
    ids =
        new FileIds(
            base,
            getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
            getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks());
    filesById = new FilesById(settings.tablePath(), generation);
    foreignFileState =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>(
                    "foreign-files", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    for (byte[] known : foreignFileState.get()) {
      filesById.restore(known);
    }
    restored = context.isRestored();
    unseen = new UnseenDeletions(context.getRestoredCheckpointId());
    KeyedStateBackend<RowData> backend = getKeyedStateBackend();
    index =
        backend instanceof BatchExecutionKeyedStateBackend
            ? new HeapKeyIndex()
            : new StateKeyIndex(context.getKeyedStateStore(), backend);
  }

  @Override
  public void open() throws Exception {
    super.open();
    serializer = new RowDataSerializer(settings.rowType());
    metrics = new WriterMetrics(getMetricGroup());
    buffer = new ChangeBuffer(settings.partialUpdate());
    deleted = new RowsByFile();
    OwnKeys ownKeys = OwnKeys.of(getRuntimeContext().getTaskInfo());
    files = new RowFiles(settings, ids, id -> FileNames.of(generation, id, ownKeys.range()));
    changedRows =
        new ChangedRows(
            settings.partialUpdate(),
            getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks(),
            index,
            files,
            deleted,
            new StoredRows(settings, files, filesById));
    DeletionVectorStore vectors = new DeletionVectorStore(settings.tablePath());
    indexUpdate = new IndexUpdate(index, deleted, KeysOfFile.keys(settings, ownKeys), vectors);
    moves =
        new RowMoves(
            index,
            new RowFiles(settings, ids, id -> FileNames.of(generation, id, ownKeys.range())),
            KeysOfFile.wholeRows(settings, ownKeys),
            vectors,
            unseen,
            ownKeys.range());
    if (!restored) {
      List<NumberedFile> found =
          BaseFiles.of(DeltaTable.at(settings.tablePath()).snapshot(settings.baseVersion()));
      for (NumberedFile file : found) {
        indexUpdate.enter(file);
      }
      if (readsStoredRows()) {
        filesById.begin(settings.baseVersion(), found);
      }
    }
  }

  @Override
  public void processElement1(StreamRecord<RowData> element) throws Exception {
    RowData row = element.getValue();
    BinaryRowData change = serializer.toBinaryRow(row).copy();
    change.setRowKind(row.getRowKind());
    buffer.put((BinaryRowData) getCurrentKey(), change);
    metrics.rowWritten();
    if (buffer.bytes() >= settings.buffers().maxBufferedBytes()) {
      changedRows.write(buffer);
    }
  }

  private boolean readsStoredRows() {
    return !settings.partialUpdate().isNone();
  }

  @Override
  public void processElement2(StreamRecord<byte[]> element) throws Exception {
    TableNews news = TableNews.fromBytes(element.getValue());
    indexUpdate.apply(news);
    unseen.apply(news);
    if (readsStoredRows()) {
      filesById.apply(news);
    }
    moves.request(news.toMove());
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    announce(checkpointId);
  }

  @Override
  public void endInput(int inputId) throws Exception {
    if (++endedInputs == INPUTS) {
      announce(FileChanges.END_OF_INPUT);
    }
  }

  private void announce(long checkpoint) throws Exception {
    long start = System.nanoTime();
    changedRows.write(buffer);
    List<NumberedFile> written = files.finish();
    metrics.filesWritten(
        written.stream().map(NumberedFile::file).toList(), System.nanoTime() - start);
    for (NumberedFile file : written) {
      send(checkpoint, file.id(), FileEvent.of(FileEvent.Kind.WRITTEN, file.file()));
    }
    deleted.forEach(
        (file, rows) -> {
          send(checkpoint, file, FileEvent.of(FileEvent.Kind.DELETED, rows));
          unseen.add(checkpoint, file, rows);
        });
    deleted.clear();
    // After the changes: a row that is moved is not changed any more before the barrier.
    moves.run(checkpoint, (file, event) -> send(checkpoint, file, event));
  }

  private void send(long checkpoint, int file, FileEvent event) {
    if (event.file() != null && readsStoredRows()) {
      filesById.wrote(new NumberedFile(file, event.file()));
    }
    try {
      output.collect(new StreamRecord<>(Tuple2.of(file, event.before(checkpoint).toBytes())));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    unusedIdState.update(List.of(ids.unused()));
    generationState.update(List.of(generation));
    sinkState.update(List.of(settings.applicationId()));
    // All subtasks know the same.
    foreignFileState.update(
        readsStoredRows() && getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0
            ? List.of(filesById.stateBytes())
            : List.of());
  }

  @Override
  public void close() throws Exception {
    if (files != null) {
      files.close();
    }
    if (moves != null) {
      moves.close();
    }
    super.close();
  }
}
