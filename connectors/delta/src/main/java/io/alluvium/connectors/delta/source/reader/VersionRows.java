package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.ScanChangelog;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.TableVersion;
import io.alluvium.connectors.delta.source.enumerator.FileSplits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.IOUtils;

/**
 * The rows that a version gives, or the changes that its commit made, in an order that is the same
 * whenever it is read: files by path, rows as in the file.
 *
 * <p>Where rows both went and came they are compared: in memory where they are few, otherwise in
 * temporary files.
 */
final class VersionRows implements VersionChanges {
  /** Rows that are compared in memory at once; part of what makes the order repeatable. */
  static final long BYTES_IN_MEMORY = 128L << 20;

  private static final int MAX_PARTS = 256;

  private final TableFiles files;
  private final TableFiles keys;
  private final RowShape shape;
  private final ScanChangelog changelog;
  private final FileSplits wanted;
  private final long bytesInMemory;
  private final Path temporaryFolder;

  VersionRows(
      TableFiles files,
      RowShape shape,
      ScanChangelog changelog,
      FileSplits wanted,
      long bytesInMemory,
      Path temporaryFolder) {
    this.files = files;
    this.keys = files.keysOnly();
    this.shape = shape;
    this.changelog = changelog;
    this.wanted = wanted;
    this.bytesInMemory = bytesInMemory;
    this.temporaryFolder = temporaryFolder;
  }

  /** Whole files are not opened for the rows that are skipped. */
  @Override
  public CloseableIterator<RowData> ofSnapshot(DeltaSnapshot snapshot, long skip) {
    List<DataFile> sorted =
        snapshot.files().stream()
            .filter(wanted::isWanted)
            .sorted(Comparator.comparing(DataFile::path))
            .toList();
    long left = skip;
    int first = 0;
    while (first < sorted.size()) {
      OptionalLong rows = sorted.get(first).rowCount();
      if (rows.isEmpty() || rows.getAsLong() > left) {
        break;
      }
      left -= rows.getAsLong();
      first++;
    }
    List<FileRows> live =
        sorted.subList(first, sorted.size()).stream().<FileRows>map(FileRows.Live::new).toList();
    return VersionChanges.skipped(
        emitted(
            each(live, files, snapshot.version()),
            RowKind.INSERT,
            snapshot.version(),
            snapshot.timestamp()),
        left);
  }

  @Override
  public CloseableIterator<RowData> ofCommit(TableVersion commit, long skip) throws Exception {
    CommitRows rows = CommitRows.of(commit, files).of(wanted::isWanted);
    long version = commit.version();
    if (rows.gone().isEmpty()) {
      return VersionChanges.skipped(
          emitted(each(rows.come(), files, version), RowKind.INSERT, version, commit.timestamp()),
          skip);
    }
    if (rows.come().isEmpty()) {
      return VersionChanges.skipped(
          emitted(each(rows.gone(), files, version), RowKind.DELETE, version, commit.timestamp()),
          skip);
    }
    return VersionChanges.skipped(compared(rows, commit), skip);
  }

  private CloseableIterator<RowData> compared(CommitRows rows, TableVersion commit)
      throws IOException {
    RowComparison comparison = comparison(rows);
    CloseableIterator<RowData> come = each(rows.come(), files, commit.version());
    try {
      addGone(rows, commit.version(), comparison);
      Iterator<BinaryRowData> changes = comparison.changes(come);
      EmittedRows emitted = shape.emitted(commit.version(), commit.timestamp());
      return new CloseableIterator<>() {
        @Override
        public boolean hasNext() {
          return changes.hasNext();
        }

        @Override
        public RowData next() {
          return emitted.from(changes.next());
        }

        @Override
        public void close() throws Exception {
          VersionRows.close(changes, come, comparison);
        }
      };
    } catch (RuntimeException e) {
      close(comparison, come);
      throw e;
    }
  }

  private RowComparison comparison(CommitRows rows) throws IOException {
    long parts = 1 + rows.bytesInMemory() / bytesInMemory;
    return parts == 1
        ? shape.comparison(changelog)
        : new SpilledComparison(
            () -> shape.comparison(changelog),
            shape.keyOfRow(),
            shape.serializer(),
            (int) Math.min(parts, MAX_PARTS),
            temporaryFolder);
  }

  private void addGone(CommitRows rows, long version, RowComparison comparison) {
    boolean keysSuffice = changelog == ScanChangelog.UPSERT;
    // Rows that were rewritten with others of their file come back as they were.
    boolean rewritten = rows.come().stream().anyMatch(FileRows.Live.class::isInstance);
    for (FileRows gone : rows.gone()) {
      boolean keyOnly = keysSuffice && !(gone instanceof FileRows.Live && rewritten);
      try (CloseableIterator<RowData> read = gone.read(keyOnly ? keys : files, version)) {
        while (read.hasNext()) {
          RowData row = read.next();
          comparison.addGone(keyOnly ? shape.ofKey(row) : shape.view(row), keyOnly);
        }
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("Closing a data file failed.", e);
      }
    }
  }

  private static CloseableIterator<RowData> each(
      List<FileRows> rows, TableFiles files, long version) {
    return new RowsOfFiles<>(rows.iterator(), part -> part.read(files, version));
  }

  private CloseableIterator<RowData> emitted(
      CloseableIterator<RowData> rows, RowKind kind, long version, long timestamp) {
    EmittedRows emitted = shape.emitted(version, timestamp);
    return new CloseableIterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public RowData next() {
        BinaryRowData row = shape.view(rows.next()).copy();
        row.setRowKind(kind);
        return emitted.from(row);
      }

      @Override
      public void close() throws Exception {
        rows.close();
      }
    };
  }

  private static void close(Object... resources) {
    for (Object resource : resources) {
      if (resource instanceof AutoCloseable closeable) {
        IOUtils.closeQuietly(closeable);
      }
    }
  }
}
