package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.parquet.DataFileWriter;
import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.CloseableIterator;

/** Writes a file group's rows anew: those that did not change, then those that did. */
final class FileGroupMerge {
  private final String tablePath;
  private final RowType rowType;
  private final PrimaryKeySelector keySelector;
  private final DataFileReader reader;

  FileGroupMerge(String tablePath, RowType rowType, PrimaryKeySelector keySelector) {
    this.tablePath = tablePath;
    this.rowType = rowType;
    this.keySelector = keySelector;
    this.reader = new DataFileReader(tablePath, rowType);
  }

  /** Returns the group's new file, or null where no row is left. */
  @Nullable
  DataFile apply(long group, @Nullable DataFile file, ChangeBuffer changes) throws Exception {
    try (LazyWriter writer = new LazyWriter(group)) {
      if (file != null) {
        try (CloseableIterator<RowData> rows = reader.read(file)) {
          while (rows.hasNext()) {
            RowData row = rows.next();
            if (!changes.replaces(keySelector.getKey(row), row)) {
              writer.write(row);
            }
          }
        }
      }
      for (RowData change : changes.changes()) {
        if (!PartialUpdate.isDeletion(change)) {
          writer.write(change);
        }
      }
      return writer.finish();
    }
  }

  /** Deletes a file that no commit names. */
  void discard(DataFile file) throws IOException {
    Path path = new Path(new Path(tablePath), file.path());
    path.getFileSystem().delete(path, false);
  }

  /** Makes no file for no rows. */
  private final class LazyWriter implements AutoCloseable {
    private final long group;
    private DataFileWriter writer;

    LazyWriter(long group) {
      this.group = group;
    }

    void write(RowData row) throws IOException {
      if (writer == null) {
        writer = new DataFileWriter(tablePath, FileGroups.newFileName(group), rowType);
      }
      writer.write(row);
    }

    @Nullable
    DataFile finish() throws IOException {
      DataFile file = writer == null ? null : writer.finish();
      writer = null;
      return file;
    }

    @Override
    public void close() throws IOException {
      if (writer != null) {
        writer.close();
      }
    }
  }
}
