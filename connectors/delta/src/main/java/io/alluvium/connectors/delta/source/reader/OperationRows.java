package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.ReadColumn;
import io.alluvium.connectors.delta.kernel.TableVersion;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;

/**
 * The rows of an append-only table of changes, each of the kind that a column tells: {@code c}
 * created, {@code r} read (of a snapshot), {@code u} updated, {@code d} deleted.
 *
 * <p>Changes of a key follow each other as their commits do; within a commit, as its files are in
 * the log and the rows in the files. A version that is read in full, which is one whose commits the
 * log no longer holds, is read in the order in which its files were written.
 */
final class OperationRows implements VersionChanges {
  private final TableFiles files;
  private final RowShape shape;
  private final ReadColumn operation;

  OperationRows(TableFiles files, RowShape shape, String column) {
    this.files = files;
    this.shape = shape;
    this.operation = ReadColumn.of(column, VarCharType.STRING_TYPE);
  }

  @Override
  public CloseableIterator<RowData> ofSnapshot(DeltaSnapshot snapshot, long skip) {
    List<DataFile> inOrder =
        snapshot.files().stream()
            .sorted(
                Comparator.comparingLong(DataFile::modificationTime).thenComparing(DataFile::path))
            .toList();
    return VersionChanges.skipped(of(inOrder, snapshot.version(), snapshot.timestamp()), skip);
  }

  @Override
  public CloseableIterator<RowData> ofCommit(TableVersion commit, long skip) {
    if (!commit.removed().isEmpty()) {
      throw new DeltaException(
          String.format(
              "Version %d of Delta table %s removes or changes rows, but the column '%s' can tell"
                  + " changes only in a table to which rows are appended. Start after it with"
                  + " 'scan.startup' = 'from-version' and 'scan.version' = '%d'.",
              commit.version(), files.tablePath(), operation.path().get(0), commit.version() + 1));
    }
    return VersionChanges.skipped(of(commit.added(), commit.version(), commit.timestamp()), skip);
  }

  private CloseableIterator<RowData> of(List<DataFile> in, long version, long timestamp) {
    EmittedRows emitted = shape.emitted(version, timestamp);
    CloseableIterator<RowData> rows =
        new RowsOfFiles<>(in.iterator(), file -> files.liveWith(operation, file, version));
    return new CloseableIterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public RowData next() {
        RowData read = rows.next();
        RowKind kind = kind(read, version);
        BinaryRowData row = shape.view(read).copy();
        row.setRowKind(kind);
        return emitted.from(row);
      }

      @Override
      public void close() throws Exception {
        rows.close();
      }
    };
  }

  private RowKind kind(RowData row, long version) {
    int column = row.getArity() - 1;
    String value = row.isNullAt(column) ? "" : row.getString(column).toString();
    return switch (value) {
      case "r", "c" -> RowKind.INSERT;
      case "u" -> RowKind.UPDATE_AFTER;
      case "d" -> RowKind.DELETE;
      default ->
          throw new DeltaException(
              String.format(
                  "Version %d of Delta table %s has a row whose column '%s' is '%s', which is no"
                      + " change of a row; known are r, c, u and d. Read the table as it is, with"
                      + " 'scan.changelog' = 'none'.",
                  version, files.tablePath(), operation.path().get(0), value));
    };
  }
}
