package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.DataFile;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import javax.annotation.Nullable;

/** The active files of the table by path, as of the version that was read last. */
final class FileTable {
  private final Map<String, KnownFile> files = new HashMap<>();
  private long rows;
  private long deadRows;

  /**
   * @param id by which the index knows the file
   * @param file without its statistics, which would be most of the memory
   * @param rows of the file, deleted ones included
   */
  record KnownFile(int id, DataFile file, long rows) {
    long deadRows() {
      return file.deletionVector() == null ? 0 : file.deletionVector().cardinality();
    }
  }

  @Nullable
  KnownFile get(String path) {
    return files.get(path);
  }

  /** Adds the file, or replaces it where it has got another deletion vector. */
  void put(int id, DataFile file) {
    remove(file.path());
    KnownFile known = new KnownFile(id, withoutStatistics(file), DataFiles.totalRows(file));
    files.put(file.path(), known);
    rows += known.rows();
    deadRows += known.deadRows();
  }

  @Nullable
  KnownFile remove(String path) {
    KnownFile known = files.remove(path);
    if (known != null) {
      rows -= known.rows();
      deadRows -= known.deadRows();
    }
    return known;
  }

  private static DataFile withoutStatistics(DataFile file) {
    return new DataFile(
        file.path(),
        file.size(),
        file.modificationTime(),
        file.partitionValues(),
        null,
        file.deletionVector());
  }

  Collection<KnownFile> all() {
    return files.values();
  }

  /** Rows that are alive: as many as the index has keys. */
  long liveRows() {
    return rows - deadRows;
  }

  /** Between 0 and 1. */
  double deadShare() {
    return rows == 0 ? 0 : (double) deadRows / rows;
  }
}
