package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.parquet.DataFileWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.IOUtils;

/**
 * Writes rows to new data files, at least one per checkpoint, and announces them before the
 * checkpoint's barrier. At most one file is open, so memory is bounded by one row group.
 *
 * <p>Files of a checkpoint that fails are never announced; they stay unseen until VACUUM.
 */
final class AppendWriter extends AbstractStreamOperator<byte[]>
    implements OneInputStreamOperator<RowData, byte[]>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  private final String tablePath;
  private final RowType rowType;
  private final long targetFileSize;

  private transient DataFileWriter writer;
  private transient List<DataFile> finished;

  AppendWriter(String tablePath, RowType rowType, long targetFileSize) {
    this.tablePath = tablePath;
    this.rowType = rowType;
    this.targetFileSize = targetFileSize;
  }

  @Override
  public void open() throws Exception {
    super.open();
    finished = new ArrayList<>();
  }

  @Override
  public void processElement(StreamRecord<RowData> element) throws Exception {
    RowData row = element.getValue();
    if (row.getRowKind() != RowKind.INSERT) {
      throw new DeltaException(
          "An append sink of table "
              + tablePath
              + " received a row of kind "
              + row.getRowKind().shortString()
              + ". Declare a primary key and 'write.mode' = 'copy-on-write' to follow changes.");
    }
    if (writer == null) {
      writer = new DataFileWriter(tablePath, "part-" + UUID.randomUUID() + ".parquet", rowType);
    }
    writer.write(row);
    if (writer.estimatedSize() >= targetFileSize) {
      finishFile();
    }
  }

  private void finishFile() throws IOException {
    finished.add(writer.finish());
    writer = null;
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    announce();
  }

  @Override
  public void endInput() throws Exception {
    announce();
  }

  private void announce() throws IOException {
    if (writer != null) {
      finishFile();
    }
    if (!finished.isEmpty()) {
      output.collect(
          new StreamRecord<>(
              FileChangesSerializer.toBytes(new FileChanges(List.copyOf(finished), List.of()))));
      finished.clear();
    }
  }

  @Override
  public void close() throws Exception {
    IOUtils.closeQuietly(writer);
    super.close();
  }
}
