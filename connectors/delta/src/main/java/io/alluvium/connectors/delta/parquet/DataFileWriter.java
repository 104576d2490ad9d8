package io.alluvium.connectors.delta.parquet;

import io.alluvium.connectors.delta.kernel.DataFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.IOUtils;
import org.apache.parquet.hadoop.ParquetFileWriter;

/**
 * Writes one data file of a table, whose statistics are collected on the way. Holds one row group
 * in memory.
 */
@Internal
public final class DataFileWriter implements Closeable {
  private static final long MIN_ROWS_TO_NEXT_CHECK = 100;
  private static final long MAX_ROWS_TO_NEXT_CHECK = 10_000;

  private final DataFileFormat format;
  private final Path path;
  private final String pathInLog;
  private final Map<String, String> partitionValues;
  private final ParquetFileWriter file;
  private final Shredder[] shredders;
  private final int[] positions;
  private final AutoCloseable onClose;

  private RowGroup rowGroup;
  private long rows;
  private long nextCheck = MIN_ROWS_TO_NEXT_CHECK;
  private long measuredBytes;
  private long measuredRows;
  private boolean finished;
  private boolean closed;

  /**
   * A file of a table without partitions, with the settings' defaults.
   *
   * @param tablePath the table's folder
   * @param fileName new, and made of characters that a URI needs not escape
   */
  public DataFileWriter(String tablePath, String fileName, RowType rowType) throws IOException {
    this(
        new DataFileFormat(rowType, List.of(), ParquetSettings.DEFAULT, StatisticsColumns.DEFAULT),
        new Path(new Path(tablePath), fileName),
        fileName,
        Map.of(),
        tablePath,
        true);
  }

  DataFileWriter(
      DataFileFormat format,
      Path path,
      String pathInLog,
      Map<String, String> partitionValues,
      String tablePath,
      boolean ownsFormat)
      throws IOException {
    this.format = format;
    this.path = path;
    this.pathInLog = pathInLog;
    this.partitionValues = partitionValues;
    this.onClose = ownsFormat ? format : () -> {};
    this.positions = format.columns().positions();
    this.shredders =
        NestedShredders.forFields(format.columns().stored(), "table " + tablePath)
            .toArray(new Shredder[0]);
    this.file =
        new ParquetFileWriter(
            new FlinkOutputFile(path),
            format.schema(),
            ParquetFileWriter.Mode.CREATE,
            format.settings().rowGroupBytes(),
            0,
            null,
            format.properties());
    file.start();
  }

  /**
   * @throws io.alluvium.connectors.delta.DeltaException where a value is missing that must not be;
   *     the file is then of no use
   */
  public void write(RowData row) throws IOException {
    if (rowGroup == null) {
      rowGroup = new RowGroup(format, shredders);
    }
    for (int i = 0; i < shredders.length; i++) {
      shredders[i].write(row, positions[i], 0, 0);
    }
    rowGroup.endRow();
    rows++;
    if (rowGroup.rows() >= nextCheck) {
      checkSize();
    }
  }

  private void checkSize() throws IOException {
    measuredBytes = rowGroup.bufferedBytes();
    measuredRows = rowGroup.rows();
    long limit = format.settings().rowGroupBytes();
    if (measuredBytes >= limit) {
      flushRowGroup();
      return;
    }
    // Half of the way that is left, since rows may grow.
    long step = (limit - measuredBytes) / bytesPerRow() / 2;
    nextCheck =
        measuredRows + Math.max(MIN_ROWS_TO_NEXT_CHECK, Math.min(MAX_ROWS_TO_NEXT_CHECK, step));
  }

  private long bytesPerRow() {
    return Math.max(1, measuredBytes / measuredRows);
  }

  /** Ends the row group, so that its memory is free. */
  public void flushRowGroup() throws IOException {
    if (rowGroup != null) {
      RowGroup flushed = rowGroup;
      rowGroup = null;
      measuredBytes = 0;
      measuredRows = 0;
      nextCheck = MIN_ROWS_TO_NEXT_CHECK;
      flushed.flushTo(file);
    }
  }

  public long rows() {
    return rows;
  }

  /** Bytes in memory: as they were measured last, and as many more as the rows since let expect. */
  public long bufferedBytes() {
    return measuredRows == 0 ? 0 : measuredBytes + (rowGroup.rows() - measuredRows) * bytesPerRow();
  }

  /** Bytes written and buffered so far, roughly the size of the file if it were closed now. */
  public long estimatedSize() throws IOException {
    return file.getPos() + measuredBytes;
  }

  /** Completes the file. */
  public DataFile finish() throws IOException {
    flushRowGroup();
    file.end(Map.of());
    long size = file.getPos();
    file.close();
    finished = true;
    close();
    return new DataFile(
        pathInLog,
        size,
        System.currentTimeMillis(),
        partitionValues,
        new FooterStatistics(
                format.columns().stored(), format.statisticsColumns(), file.getFooter())
            .toJson(),
        null);
  }

  /** Abandons the file and deletes it where it is not finished; harmless where it is. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (!finished) {
      IOUtils.closeQuietly(rowGroup);
      IOUtils.closeQuietly(file);
      path.getFileSystem().delete(path, false);
    }
    IOUtils.closeQuietly(onClose);
  }
}
