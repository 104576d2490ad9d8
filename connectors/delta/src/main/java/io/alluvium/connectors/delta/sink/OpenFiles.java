package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.parquet.DataFileWriter;
import java.io.Closeable;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.IOUtils;

/**
 * The data files that a subtask has open, of all its partitions and tables, within {@link
 * WriteBuffers}.
 */
@Internal
public final class OpenFiles implements Closeable {
  private static final int ROWS_BETWEEN_CHECKS = 1_000;

  private final WriteBuffers bounds;

  /** Least recently used first. */
  private final Set<OpenFile> files = new LinkedHashSet<>();

  private OpenFile lastUsed;
  private int rowsToNextCheck = ROWS_BETWEEN_CHECKS;

  public OpenFiles(WriteBuffers bounds) {
    this.bounds = bounds;
  }

  /** A file that takes rows until it is full, or must make room for others. */
  final class OpenFile {
    private final DataFileWriter writer;
    private final Consumer<DataFile> onFinish;

    private OpenFile(DataFileWriter writer, Consumer<DataFile> onFinish) {
      this.writer = writer;
      this.onFinish = onFinish;
    }

    void write(RowData row) throws IOException {
      markUsed(this);
      writer.write(row);
      if (writer.estimatedSize() >= bounds.targetFileSize()) {
        finish();
      } else if (--rowsToNextCheck <= 0) {
        keepWithinMemory();
      }
    }

    void finish() throws IOException {
      files.remove(this);
      if (lastUsed == this) {
        lastUsed = null;
      }
      try {
        onFinish.accept(writer.finish());
      } finally {
        IOUtils.closeQuietly(writer);
      }
    }
  }

  /**
   * Registers a new file; may end another.
   *
   * @param onFinish takes the file once it is complete, from when on it takes no rows; that may be
   *     while another is written to
   */
  OpenFile add(DataFileWriter writer, Consumer<DataFile> onFinish) throws IOException {
    OpenFile file = new OpenFile(writer, onFinish);
    files.add(file);
    lastUsed = file;
    if (files.size() > bounds.maxOpenFiles()) {
      files.iterator().next().finish();
    }
    return file;
  }

  private void markUsed(OpenFile file) {
    // Rows of one partition often follow each other, and with one partition always.
    if (lastUsed != file) {
      files.remove(file);
      files.add(file);
      lastUsed = file;
    }
  }

  private void keepWithinMemory() throws IOException {
    rowsToNextCheck = ROWS_BETWEEN_CHECKS;
    long buffered = 0;
    for (OpenFile file : files) {
      buffered += file.writer.bufferedBytes();
    }
    while (buffered > bounds.maxBufferedBytes()) {
      DataFileWriter largest =
          files.stream()
              .map(file -> file.writer)
              .max(Comparator.comparingLong(DataFileWriter::bufferedBytes))
              .orElseThrow();
      buffered -= largest.bufferedBytes();
      largest.flushRowGroup();
    }
  }

  public int count() {
    return files.size();
  }

  /** Ends all files. */
  void finishAll() throws IOException {
    for (OpenFile file : List.copyOf(files)) {
      file.finish();
    }
  }

  /** Abandons all files that are not finished. */
  @Override
  public void close() {
    for (OpenFile file : files) {
      IOUtils.closeQuietly(file.writer);
    }
    files.clear();
  }
}
