package io.alluvium.demo;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.TableVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The number of rows of a table, followed from commit to commit; reads no data. */
final class TableRows {
  private static final int COMMITS_AT_ONCE = 1_000;

  private final DeltaTable table;
  private final Map<String, Long> rowsOfFile = new HashMap<>();
  private long nextVersion;
  private boolean seen;
  private long rows;

  TableRows(String path) {
    this.table = DeltaTable.at(path);
  }

  /** Follows the table to its latest version. */
  void refresh() {
    if (!seen) {
      if (!table.exists()) {
        return;
      }
      seen = true;
    }
    List<TableVersion> commits;
    do {
      commits = table.changes(nextVersion, COMMITS_AT_ONCE);
      for (TableVersion commit : commits) {
        commit.removed().forEach(file -> rows -= rowsOf(rowsOfFile.remove(file.path())));
        commit.added().forEach(this::add);
        nextVersion = commit.version() + 1;
      }
    } while (commits.size() == COMMITS_AT_ONCE);
  }

  /** Rows of the version seen last, 0 while there is no table. */
  long count() {
    return rows;
  }

  /** Commits seen. */
  long commits() {
    return nextVersion;
  }

  private void add(DataFile file) {
    long count = file.rowCount().orElse(0);
    rowsOfFile.put(file.path(), count);
    rows += count;
  }

  private static long rowsOf(Long known) {
    return known == null ? 0 : known;
  }
}
