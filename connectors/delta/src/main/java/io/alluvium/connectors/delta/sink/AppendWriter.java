package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import java.io.IOException;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.IOUtils;

/**
 * Writes rows to new data files, at least one per checkpoint and partition that has rows, and
 * announces them before the checkpoint's barrier.
 *
 * <p>Files of a checkpoint that fails are never announced; they stay unseen until VACUUM.
 */
final class AppendWriter extends AbstractStreamOperator<byte[]>
    implements OneInputStreamOperator<RowData, byte[]>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  private final FileLayout layout;
  private final WriteBuffers buffers;
  private final boolean emptiesPartitions;

  private transient WriterMetrics metrics;
  private transient OpenFiles openFiles;
  private transient TableFiles files;

  /**
   * @param emptiesPartitions whether a row of kind {@code DELETE} says that its partition has no
   *     rows; otherwise it is refused
   */
  AppendWriter(FileLayout layout, WriteBuffers buffers, boolean emptiesPartitions) {
    this.layout = layout;
    this.buffers = buffers;
    this.emptiesPartitions = emptiesPartitions;
    // By default an operator begins a chain, and rows would be serialized on their way to it.
    setChainingStrategy(ChainingStrategy.ALWAYS);
  }

  @Override
  public void open() throws Exception {
    super.open();
    openFiles = new OpenFiles(buffers);
    files = new TableFiles(layout, openFiles);
    metrics = new WriterMetrics(getMetricGroup(), openFiles::count);
  }

  @Override
  public void processElement(StreamRecord<RowData> element) throws Exception {
    RowData row = element.getValue();
    if (row.getRowKind() == RowKind.DELETE && emptiesPartitions) {
      // A file without rows takes the place of those that the partition had.
      files.touch(row);
      return;
    }
    if (row.getRowKind() != RowKind.INSERT) {
      throw new DeltaException(
          "An append sink of table "
              + layout.tablePath()
              + " received a row of kind "
              + row.getRowKind().shortString()
              + ". Declare a primary key and 'write.mode' = 'copy-on-write' to follow changes.");
    }
    files.write(row);
    metrics.rowWritten();
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
    long start = System.nanoTime();
    files.finishAll();
    List<DataFile> finished = files.takeFinished();
    if (!finished.isEmpty()) {
      metrics.filesWritten(finished, System.nanoTime() - start);
      output.collect(
          new StreamRecord<>(
              TableAppendSerializer.toBytes(new TableAppend(layout.tablePath(), null, finished))));
    }
  }

  @Override
  public void close() throws Exception {
    IOUtils.closeAllQuietly(openFiles, files);
    super.close();
  }
}
