package io.alluvium.connectors.delta.sink.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.CloseableIterator;

/** Holds the versions of a table against the stream that was written to it. */
final class PrefixCheck {
  private final String table;
  private final Changelog changelog;
  private final Map<String, String> folded = new HashMap<>();
  private long applied;
  private long hash;

  PrefixCheck(String table, Changelog changelog) {
    this.table = table;
    this.changelog = changelog;
  }

  /** Fails where a version is not a prefix of the first changes, or the last is not all of them. */
  void everyVersionIsAPrefix(long count) throws Exception {
    long last = DeltaTable.at(table).snapshot().version();
    for (long version = 1; version <= last; version++) {
      isPrefix(version, count);
    }
    assertThat(rows(table, DeltaTable.at(table).snapshot(last))).isEqualTo(changelog.folded(count));
  }

  private void isPrefix(long version, long count) throws Exception {
    Map<String, String> rows = rows(table, DeltaTable.at(table).snapshot(version));
    long sought = 0;
    for (Map.Entry<String, String> row : rows.entrySet()) {
      sought += hash(row.getKey(), row.getValue());
    }
    while (hash != sought && applied < count) {
      RowData change = changelog.change(applied++);
      String key = Changelog.keyOf(change);
      String before =
          Changelog.isDelete(change)
              ? folded.remove(key)
              : folded.put(key, Changelog.textOf(change));
      hash -= before == null ? 0 : hash(key, before);
      hash += Changelog.isDelete(change) ? 0 : hash(key, folded.get(key));
    }
    assertThat(hash).as("version %d is a prefix of the stream", version).isEqualTo(sought);
    assertThat(rows).isEqualTo(folded);
  }

  private static long hash(String key, String row) {
    return key.hashCode() * 0x9E3779B97F4A7C15L ^ row.hashCode() * 0xC2B2AE3D27D4EB4FL;
  }

  /** The rows of a version by key; fails where a key or a file is there twice. */
  static Map<String, String> rows(String table, DeltaSnapshot snapshot) throws Exception {
    Map<String, String> rows = new HashMap<>();
    Set<String> paths = new HashSet<>();
    DataFileReader reader = new DataFileReader(table, Changelog.ROW_TYPE);
    for (DataFile file : snapshot.files()) {
      assertThat(paths.add(file.path()))
          .as("file %s is active once in version %d", file.path(), snapshot.version())
          .isTrue();
      long count = 0;
      try (CloseableIterator<RowData> found = reader.read(file)) {
        while (found.hasNext()) {
          RowData row = found.next();
          count++;
          assertThat(rows.put(Changelog.keyOf(row), Changelog.textOf(row)))
              .as("key %s is once in version %d", Changelog.keyOf(row), snapshot.version())
              .isNull();
        }
      }
      assertThat(file.rowCount()).as("rows of %s by its statistics", file.path()).hasValue(count);
    }
    return rows;
  }
}
