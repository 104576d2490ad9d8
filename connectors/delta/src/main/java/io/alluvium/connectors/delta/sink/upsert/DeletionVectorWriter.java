package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeletionVectorStore;
import io.alluvium.connectors.delta.sink.DataFileEncoding;
import io.alluvium.connectors.delta.sink.FileChanges;
import io.alluvium.connectors.delta.sink.FileChangesSerializer;
import io.alluvium.connectors.delta.sink.UnknownVersionException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.roaringbitmap.RoaringBitmap;

/**
 * Owns data files: joins the rows that all writers deleted from a file with its deletion vector,
 * and before each checkpoint's barrier announces the files' new vectors, all in one new file.
 *
 * <p>Keyed by file id, so that a file has one owner at any parallelism and its vector is replaced
 * at most once in a commit. The state is each file as it was last announced.
 */
final class DeletionVectorWriter extends AbstractStreamOperator<byte[]>
    implements OneInputStreamOperator<Tuple2<Integer, byte[]>, byte[]>, BoundedOneInput {
  private static final long serialVersionUID = 1L;
  private static final int STATE_VERSION = 1;

  private final String tablePath;

  private transient ValueState<byte[]> fileState;
  private transient DeletionVectorStore store;
  private transient VectorCache cache;
  private transient Map<Integer, FileWindow> windows;

  /** Of the events in the windows: more than one where a checkpoint was aborted in between. */
  private transient Set<Long> checkpoints;

  DeletionVectorWriter(String tablePath) {
    this.tablePath = tablePath;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    fileState =
        context
            .getKeyedStateStore()
            .getState(
                new ValueStateDescriptor<>(
                    "file", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    store = new DeletionVectorStore(tablePath);
    cache = new VectorCache();
    windows = new LinkedHashMap<>();
    checkpoints = new HashSet<>();
  }

  @Override
  public void processElement(StreamRecord<Tuple2<Integer, byte[]>> element) throws Exception {
    Tuple2<Integer, byte[]> event = element.getValue();
    FileEvent happened = FileEvent.fromBytes(event.f1);
    checkpoints.add(happened.checkpoint());
    windows.computeIfAbsent(event.f0, file -> new FileWindow()).add(happened);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    announce(checkpointId);
  }

  @Override
  public void endInput() throws Exception {
    announce(FileChanges.END_OF_INPUT);
  }

  private void announce(long checkpointId) throws Exception {
    Announcement announcement = new Announcement(store);
    for (Map.Entry<Integer, FileWindow> entry : windows.entrySet()) {
      int id = entry.getKey();
      FileWindow window = entry.getValue();
      setCurrentKey(id);
      DataFile known = decode(fileState.value());
      if (window.gone()) {
        fileState.clear();
        cache.remove(id);
      } else if (window.written() != null) {
        announcement.written(id, window);
      } else if (window.inTable() != null) {
        // Rows that were announced but are not committed yet are missing here; their commit brings
        // them, and the watcher then tells.
        fileState.update(encode(window.inTable()));
        cache.remove(id);
        announcement.shrunk(
            id, window.inTable(), store.read(window.inTable().deletionVector()), window);
      } else if (known != null) {
        announcement.shrunk(id, known, vector(id, known), window);
      }
    }
    windows.clear();
    boolean isOneStep = checkpoints.stream().allMatch(checkpoint -> checkpoint == checkpointId);
    checkpoints.clear();
    for (Announcement.Result result :
        announcement.finish(isOneStep ? checkpointId : FileChanges.SEVERAL)) {
      setCurrentKey(result.id());
      if (result.file() == null) {
        fileState.clear();
        cache.remove(result.id());
      } else {
        fileState.update(encode(result.file()));
        cache.put(result.id(), result.vector());
      }
    }
    if (!announcement.changes().isEmpty()) {
      output.collect(new StreamRecord<>(FileChangesSerializer.toBytes(announcement.changes())));
    }
  }

  private RoaringBitmap vector(int id, DataFile file) throws IOException {
    RoaringBitmap cached = cache.get(id);
    return cached == null ? store.read(file.deletionVector()) : cached;
  }

  static byte[] encode(DataFile file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(STATE_VERSION);
      DataFileEncoding.write(out, file);
    }
    return bytes.toByteArray();
  }

  @Nullable
  static DataFile decode(@Nullable byte[] bytes) throws IOException {
    if (bytes == null) {
      return null;
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      UnknownVersionException.check("data files", STATE_VERSION, in.readInt());
      return DataFileEncoding.read(in);
    }
  }
}
