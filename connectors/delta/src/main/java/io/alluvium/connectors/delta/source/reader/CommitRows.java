package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.RowPositions;
import io.alluvium.connectors.delta.kernel.TableVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which rows a commit made go, and which come, in an order that is the same whenever it is made.
 *
 * <p>A file that a commit only adds brings its rows; one that it only removes takes them away.
 * Where it does both, only the deletion vector changed: rows that are deleted now have gone, those
 * that are no longer deleted have come back. Files of the change data feed tell instead of all
 * that.
 */
record CommitRows(List<FileRows> gone, List<FileRows> come) {
  private static final Set<String> GONE = Set.of("delete", "update_preimage");
  private static final Set<String> COME = Set.of("insert", "update_postimage");
  private static final Comparator<DataFile> BY_PATH = Comparator.comparing(DataFile::path);

  /** Reads the deletion vectors of files that change theirs. */
  static CommitRows of(TableVersion commit, TableFiles files) {
    List<FileRows> gone = new ArrayList<>();
    List<FileRows> come = new ArrayList<>();
    if (!commit.changeData().isEmpty()) {
      for (DataFile file : sorted(commit.changeData())) {
        gone.add(new FileRows.Changed(file, GONE));
        come.add(new FileRows.Changed(file, COME));
      }
      return new CommitRows(gone, come);
    }
    Map<String, DataFile> added = new HashMap<>();
    commit.added().forEach(file -> added.put(file.path(), file));
    for (DataFile file : sorted(commit.removed())) {
      DataFile now = added.remove(file.path());
      if (now == null) {
        gone.add(new FileRows.Live(file));
      } else {
        addDifference(file, now, commit.version(), files, gone, come);
      }
    }
    sorted(added.values()).forEach(file -> come.add(new FileRows.Live(file)));
    return new CommitRows(gone, come);
  }

  private static void addDifference(
      DataFile before,
      DataFile now,
      long version,
      TableFiles files,
      List<FileRows> gone,
      List<FileRows> come) {
    RowPositions deletedBefore = files.deleted(before, before.deletionVector(), version - 1);
    RowPositions deletedNow = files.deleted(now, now.deletionVector(), version);
    RowPositions deleted = deletedNow.without(deletedBefore);
    RowPositions restored = deletedBefore.without(deletedNow);
    if (!deleted.isEmpty()) {
      gone.add(new FileRows.At(now, deleted));
    }
    if (!restored.isEmpty()) {
      come.add(new FileRows.At(now, restored));
    }
  }

  private static List<DataFile> sorted(Iterable<DataFile> of) {
    List<DataFile> files = new ArrayList<>();
    of.forEach(files::add);
    files.sort(BY_PATH);
    return files;
  }

  /** Those of some files only. */
  CommitRows of(Predicate<DataFile> wanted) {
    return new CommitRows(
        gone.stream().filter(rows -> wanted.test(rows.file())).toList(),
        come.stream().filter(rows -> wanted.test(rows.file())).toList());
  }

  /** A guess of the size in memory of all rows. */
  long bytesInMemory() {
    return gone.stream().mapToLong(FileRows::bytesInMemory).sum()
        + come.stream().mapToLong(FileRows::bytesInMemory).sum();
  }
}
