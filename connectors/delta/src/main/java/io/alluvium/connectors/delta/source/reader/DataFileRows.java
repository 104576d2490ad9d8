package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.util.function.Function;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.ExceptionUtils;

/** Reads the live rows of a table's data files, and explains why one is no longer there. */
final class DataFileRows {
  private final String tablePath;
  private final Function<DataFile, CloseableIterator<RowData>> reader;

  DataFileRows(String tablePath, Function<DataFile, CloseableIterator<RowData>> reader) {
    this.tablePath = tablePath;
    this.reader = reader;
  }

  /**
   * Each row is valid until the next one is read.
   *
   * @param version of the table for which the file is read, for messages
   */
  CloseableIterator<RowData> read(DataFile file, long version) {
    CloseableIterator<RowData> rows;
    try {
      rows = reader.apply(file);
    } catch (RuntimeException failure) {
      throw explain(failure, file, version);
    }
    return new CloseableIterator<>() {
      @Override
      public boolean hasNext() {
        try {
          return rows.hasNext();
        } catch (RuntimeException failure) {
          throw explain(failure, file, version);
        }
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

  private RuntimeException explain(RuntimeException failure, DataFile file, long version) {
    boolean gone =
        ExceptionUtils.findThrowable(failure, FileNotFoundException.class).isPresent()
            || ExceptionUtils.findThrowable(failure, NoSuchFileException.class).isPresent();
    return gone
        ? new DeltaException(
            String.format(
                "Version %d of Delta table %s cannot be read: its file %s was removed, by VACUUM or"
                    + " by hand. Start again without state, from a version that is still whole"
                    + " ('scan.startup' = 'latest-full'), and keep removed files for longer with"
                    + " the table property 'delta.deletedFileRetentionDuration'.",
                version, tablePath, file.path()),
            failure)
        : failure;
  }
}
