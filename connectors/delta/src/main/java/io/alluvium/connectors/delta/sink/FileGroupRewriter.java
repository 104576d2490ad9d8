package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.TablePaths;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.RowType;

/**
 * Owns the file groups whose ids hash to this subtask, and before each checkpoint's barrier
 * rewrites the files of those that changed.
 *
 * <p>Keyed by group, so that a file has exactly one writer at any parallelism. The state is each
 * group's current file; it changes with the same checkpoint that carries the commit.
 */
final class FileGroupRewriter extends AbstractStreamOperator<byte[]>
    implements OneInputStreamOperator<Tuple2<Long, RowData>, byte[]>, BoundedOneInput {
  private static final long serialVersionUID = 1L;
  private static final int STATE_VERSION = 1;

  /** Of files that were written after the sink moved on from the folder that it built in. */
  private static final int STATE_VERSION_AFTER_BUILD = 2;

  private final String tablePath;
  private final RowType rowType;
  private final PrimaryKeySelector keySelector;
  private final PartialUpdate partialUpdate;
  private final int maxBufferedRows;
  @Nullable private final String builtIn;

  private transient WriterMetrics metrics;
  private transient ValueState<byte[]> fileState;
  private transient RowDataSerializer rowSerializer;
  private transient FileGroupMerge merge;
  private transient Map<Long, ChangeBuffer> buffers;
  private transient Map<Long, Replacement> replacements;
  private transient int bufferedRows;

  FileGroupRewriter(
      String tablePath,
      RowType rowType,
      PrimaryKeySelector keySelector,
      PartialUpdate partialUpdate,
      int maxBufferedRows,
      @Nullable String builtIn) {
    this.tablePath = tablePath;
    this.rowType = rowType;
    this.keySelector = keySelector;
    this.partialUpdate = partialUpdate;
    this.maxBufferedRows = maxBufferedRows;
    this.builtIn = builtIn;
  }

  /** A group's file as the last commit left it, and as it is now; either may be absent. */
  private record Replacement(DataFile committed, DataFile current) {}

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    fileState =
        context
            .getKeyedStateStore()
            .getState(
                new ValueStateDescriptor<>(
                    "file-of-group", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    rowSerializer = new RowDataSerializer(rowType);
    merge = new FileGroupMerge(tablePath, rowType, keySelector);
    buffers = new LinkedHashMap<>();
    replacements = new LinkedHashMap<>();
    bufferedRows = 0;
  }

  @Override
  public void open() throws Exception {
    super.open();
    metrics = new WriterMetrics(getMetricGroup());
  }

  @Override
  public void processElement(StreamRecord<Tuple2<Long, RowData>> element) throws Exception {
    Tuple2<Long, RowData> change = element.getValue();
    BinaryRowData row = rowSerializer.toBinaryRow(change.f1).copy();
    row.setRowKind(change.f1.getRowKind());
    metrics.rowWritten();
    boolean isNewKey =
        buffers
            .computeIfAbsent(change.f0, group -> new ChangeBuffer(partialUpdate))
            .put(keySelector.getKey(row), row);
    if (isNewKey && ++bufferedRows >= maxBufferedRows) {
      rewriteChangedGroups();
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    announce();
  }

  @Override
  public void endInput() throws Exception {
    announce();
  }

  private void announce() throws Exception {
    long start = System.nanoTime();
    rewriteChangedGroups();
    List<DataFile> added = new ArrayList<>();
    List<DataFile> removed = new ArrayList<>();
    for (Replacement replacement : replacements.values()) {
      if (!Objects.equals(replacement.committed(), replacement.current())) {
        if (replacement.committed() != null) {
          removed.add(replacement.committed());
        }
        if (replacement.current() != null) {
          added.add(replacement.current());
        }
      }
    }
    replacements.clear();
    metrics.filesWritten(added, System.nanoTime() - start);
    FileChanges changes = new FileChanges(added, removed);
    if (!changes.isEmpty()) {
      output.collect(new StreamRecord<>(FileChangesSerializer.toBytes(changes)));
    }
  }

  private void rewriteChangedGroups() throws Exception {
    for (Map.Entry<Long, ChangeBuffer> entry : buffers.entrySet()) {
      rewrite(entry.getKey(), entry.getValue());
    }
    buffers.clear();
    bufferedRows = 0;
  }

  private void rewrite(long group, ChangeBuffer changes) throws Exception {
    setCurrentKey(group);
    DataFile before = decode(fileState.value());
    DataFile after = merge.apply(group, before, changes);
    if (Objects.equals(before, after)) {
      return;
    }
    if (after == null) {
      fileState.clear();
    } else {
      fileState.update(encode(after));
    }
    Replacement earlier = replacements.get(group);
    if (earlier == null) {
      replacements.put(group, new Replacement(before, after));
    } else {
      // Written since the last checkpoint and replaced already: no commit will name it.
      if (before != null) {
        merge.discard(before);
      }
      replacements.put(group, new Replacement(earlier.committed(), after));
    }
  }

  byte[] encode(DataFile file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(builtIn == null ? STATE_VERSION : STATE_VERSION_AFTER_BUILD);
      DataFileEncoding.write(out, file);
    }
    return bytes.toByteArray();
  }

  DataFile decode(byte[] bytes) throws IOException {
    if (bytes == null) {
      return null;
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readInt();
      if (builtIn == null) {
        UnknownVersionException.check("data files", STATE_VERSION, version);
        return DataFileEncoding.read(in);
      }
      UnknownVersionException.check("data files", STATE_VERSION_AFTER_BUILD, version);
      DataFile file = DataFileEncoding.read(in);
      return version == STATE_VERSION ? TablePaths.below(builtIn, file) : file;
    }
  }
}
