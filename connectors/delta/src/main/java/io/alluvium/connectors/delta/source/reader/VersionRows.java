package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.ScanChangelog;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.TableVersion;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;

/**
 * The rows that a version gives, or the changes that its commit made, in an order that is the same
 * whenever it is read: files by path, rows as in the file, deletions before insertions.
 */
final class VersionRows {
  private final DataFileRows files;
  private final RowShape shape;
  private final ScanChangelog changelog;

  VersionRows(DataFileRows files, RowShape shape, ScanChangelog changelog) {
    this.files = files;
    this.shape = shape;
    this.changelog = changelog;
  }

  /** Reads as it goes on. */
  CloseableIterator<RowData> snapshot(DeltaSnapshot snapshot) {
    return each(snapshot.files(), snapshot.version(), snapshot.timestamp(), RowKind.INSERT);
  }

  /**
   * Where a commit both removes and adds files, all of these are read first, and the rows of the
   * removed ones are held in memory; otherwise it reads as it goes on.
   */
  CloseableIterator<RowData> commit(TableVersion commit) throws Exception {
    if (commit.removed().isEmpty()) {
      return each(commit.added(), commit.version(), commit.timestamp(), RowKind.INSERT);
    }
    if (commit.added().isEmpty()) {
      return each(commit.removed(), commit.version(), commit.timestamp(), RowKind.DELETE);
    }
    EmittedRows emitted = shape.emitted(commit.version(), commit.timestamp());
    return CloseableIterator.adapterForIterator(
        difference(commit).stream().filter(this::isWanted).map(emitted::from).iterator());
  }

  private boolean isWanted(RowData change) {
    return changelog != ScanChangelog.UPSERT || change.getRowKind() != RowKind.UPDATE_BEFORE;
  }

  private List<RowData> difference(TableVersion commit) throws Exception {
    RowDifference difference = shape.difference();
    for (DataFile file : byPath(commit.removed())) {
      try (CloseableIterator<RowData> rows = files.read(file, commit.version() - 1)) {
        while (rows.hasNext()) {
          difference.addOld(shape.view(rows.next()));
        }
      }
    }
    for (DataFile file : byPath(commit.added())) {
      try (CloseableIterator<RowData> rows = files.read(file, commit.version())) {
        while (rows.hasNext()) {
          difference.addNew(shape.view(rows.next()));
        }
      }
    }
    return difference.changes();
  }

  private CloseableIterator<RowData> each(
      List<DataFile> of, long version, long timestamp, RowKind kind) {
    EmittedRows emitted = shape.emitted(version, timestamp);
    return new RowsOfFiles(
        byPath(of).iterator(),
        file -> files.read(file, version),
        row -> {
          RowData result = emitted.from(row);
          result.setRowKind(kind);
          return result;
        });
  }

  private static List<DataFile> byPath(List<DataFile> of) {
    return of.stream().sorted(Comparator.comparing(DataFile::path)).toList();
  }
}
