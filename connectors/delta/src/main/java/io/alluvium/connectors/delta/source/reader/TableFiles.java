package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeletionVector;
import io.alluvium.connectors.delta.kernel.ReadColumn;
import io.alluvium.connectors.delta.kernel.RowPositions;
import io.alluvium.connectors.delta.pages.RowBatch;
import io.alluvium.connectors.delta.pages.RowBatches;
import io.alluvium.connectors.delta.source.scan.ScanColumns;
import io.alluvium.connectors.delta.source.split.FileSplit;
import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.function.Supplier;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.ExceptionUtils;

/**
 * Reads the files of a table, and explains why one is no longer there. Rows have the columns of
 * {@link ScanColumns#read()}, unless it says otherwise; each is valid until the next one is read.
 *
 * <p>Versions are those for which a file is read, for messages.
 */
@Internal
public final class TableFiles {
  private final String tablePath;
  private final ScanColumns columns;
  private final DataFileReader reader;

  public TableFiles(String tablePath, ScanColumns columns) {
    this.tablePath = tablePath;
    this.columns = columns;
    this.reader = new DataFileReader(tablePath, columns.read(), columns.stored());
  }

  String tablePath() {
    return tablePath;
  }

  /** All rows of a part of a file, whether deleted or not. */
  RowBatches open(FileSplit split) {
    return explained(
        split.file(), split.version(), () -> reader.open(split.file(), split.start(), split.end()));
  }

  /** The next rows of what {@link #open} returned; null at the end. */
  @Nullable
  RowBatch next(RowBatches batches, FileSplit split) {
    return explained(split.file(), split.version(), () -> reader.next(batches, split.file()));
  }

  RowPositions deleted(DataFile file, @Nullable DeletionVector vector, long version) {
    return explained(file, version, () -> reader.deletedRows(vector));
  }

  /** The rows that are not deleted. */
  CloseableIterator<RowData> live(DataFile file, long version) {
    return read(file, version, () -> reader.read(file));
  }

  /** The rows at some positions, deleted or not. */
  CloseableIterator<RowData> at(DataFile file, RowPositions positions, long version) {
    return read(file, version, () -> reader.read(file, positions));
  }

  /** The same files, of which only the columns of the primary key are read. */
  TableFiles keysOnly() {
    return new TableFiles(
        tablePath,
        columns
            .withMetadata(List.of())
            .withProjected(columns.key().stream().map(List::of).toList()));
  }

  /** The rows that are not deleted, each with one more column at its end. */
  CloseableIterator<RowData> liveWith(ReadColumn column, DataFile file, long version) {
    return read(file, version, () -> reader.with(List.of(column)).read(file));
  }

  private CloseableIterator<RowData> read(
      DataFile file, long version, Supplier<CloseableIterator<RowData>> open) {
    CloseableIterator<RowData> rows = explained(file, version, open);
    return new CloseableIterator<>() {
      @Override
      public boolean hasNext() {
        return explained(file, version, rows::hasNext);
      }

      @Override
      public RowData next() {
        return rows.next();
      }

      @Override
      public void close() throws Exception {
        rows.close();
      }
    };
  }

  private <T> T explained(DataFile file, long version, Supplier<T> action) {
    try {
      return action.get();
    } catch (RuntimeException failure) {
      boolean gone =
          ExceptionUtils.findThrowable(failure, FileNotFoundException.class).isPresent()
              || ExceptionUtils.findThrowable(failure, NoSuchFileException.class).isPresent();
      throw gone ? removed(file, version, failure) : failure;
    }
  }

  private DeltaException removed(DataFile file, long version, RuntimeException failure) {
    return new DeltaException(
        String.format(
            "Version %d of Delta table %s cannot be read: its file %s, or the deletion vector of"
                + " it, was removed by VACUUM or by hand. Start again without state, from a"
                + " version that is still whole ('scan.startup' = 'latest-full'), and keep removed"
                + " files for longer with the table property 'delta.deletedFileRetentionDuration'.",
            version, tablePath, file.path()),
        failure);
  }
}
