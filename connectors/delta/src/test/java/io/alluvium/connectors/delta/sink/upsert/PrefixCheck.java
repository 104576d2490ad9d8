package io.alluvium.connectors.delta.sink.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.LogCommit;
import io.alluvium.connectors.delta.kernel.TableLogReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.CloseableIterator;

/** Holds the versions of a table against the stream that was written to it. */
final class PrefixCheck {
  private final String table;
  private final Changelog changelog;
  private final Map<String, String> folded = new HashMap<>();
  private Map<String, String> foreign = Map.of();
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
      try {
        isPrefix(version, count);
      } catch (AssertionError e) {
        throw new AssertionError(e.getMessage() + history(version), e);
      }
    }
    Map<String, String> rows = rows(table, DeltaTable.at(table).snapshot(last));
    rows.keySet().removeIf(key -> key.startsWith(ForeignWriter.PREFIX));
    assertSame(rows, changelog.folded(count));
    assertThat(last).as("versions of the table").isGreaterThan(3);
  }

  private void isPrefix(long version, long count) throws Exception {
    Map<String, String> rows = rows(table, DeltaTable.at(table).snapshot(version));
    checkForeign(version, rows);
    long sought = 0;
    for (Map.Entry<String, String> row : rows.entrySet()) {
      sought += hash(row.getKey(), row.getValue());
    }
    while (hash != sought && applied < count) {
      RowData change = changelog.change(applied++);
      String key = Changelog.keyOf(change);
      String before = changelog.apply(change, folded);
      hash -= before == null ? 0 : hash(key, before);
      hash += Changelog.isDelete(change) ? 0 : hash(key, folded.get(key));
    }
    if (hash != sought) {
      throw new AssertionError(
          "version " + version + " is no prefix of the stream; " + nearest(rows, count));
    }
    assertSame(rows, folded);
  }

  /** The commits up to a version, one a line. */
  String history(long version) {
    StringBuilder text = new StringBuilder();
    for (LogCommit commit :
        new TableLogReader(DeltaTable.at(table)).range(Math.max(1, version - 12), version)) {
      text.append(
          String.format(
              "%n%d %s%s%s +%s -%s",
              commit.version(),
              commit.sinkIds(),
              commit.rebased() ? " rebased" : "",
              commit.dataChange() ? "" : " moves",
              describe(commit.added()),
              describe(commit.removed())));
    }
    return text.toString();
  }

  private static List<String> describe(List<DataFile> files) {
    return files.stream()
        .map(
            file ->
                file.path().replaceAll("(upsert-[^-]*-[^-]*|foreign-....).*", "$1")
                    + ":"
                    + file.rowCount().orElse(-1))
        .toList();
  }

  /** What tells most about a version that is none: how it differs from the prefix next to it. */
  private String nearest(Map<String, String> rows, long count) {
    Map<String, String> prefix = new HashMap<>();
    int fewest = Integer.MAX_VALUE;
    String text = "";
    for (long number = 0; number < count; number++) {
      changelog.apply(changelog.change(number), prefix);
      Set<Map.Entry<String, String>> odd = new HashSet<>(rows.entrySet());
      odd.removeAll(prefix.entrySet());
      Set<Map.Entry<String, String>> missing = new HashSet<>(prefix.entrySet());
      missing.removeAll(rows.entrySet());
      if (odd.size() + missing.size() < fewest) {
        fewest = odd.size() + missing.size();
        text = (number + 1) + " changes, and not " + sample(odd) + ", but " + sample(missing);
      }
    }
    return "nearest is that of " + text;
  }

  private static String sample(Set<Map.Entry<String, String>> rows) {
    return rows.size() + " rows " + rows.stream().limit(3).toList();
  }

  /** As an assertion of equality, but with a message that can be read. */
  static void assertSame(Map<String, String> actual, Map<String, String> expected) {
    Set<Map.Entry<String, String>> odd = new HashSet<>(actual.entrySet());
    odd.removeAll(expected.entrySet());
    Set<Map.Entry<String, String>> missing = new HashSet<>(expected.entrySet());
    missing.removeAll(actual.entrySet());
    if (!odd.isEmpty() || !missing.isEmpty()) {
      throw new AssertionError("not " + sample(odd) + ", but " + sample(missing));
    }
  }

  /**
   * Rows of another writer of the table are none of the stream, and change with its commits only.
   */
  private void checkForeign(long version, Map<String, String> rows) {
    Map<String, String> now = new HashMap<>(rows);
    now.keySet().removeIf(key -> !key.startsWith(ForeignWriter.PREFIX));
    rows.keySet().removeIf(key -> key.startsWith(ForeignWriter.PREFIX));
    LogCommit commit = new TableLogReader(DeltaTable.at(table)).range(version, version).get(0);
    if (!commit.sinkIds().get(0).startsWith(ForeignWriter.PREFIX)) {
      try {
        assertSame(now, foreign);
      } catch (AssertionError e) {
        throw new AssertionError("version " + version + " changes others' rows: " + e.getMessage());
      }
    }
    foreign = now;
  }

  private static long hash(String key, String row) {
    return key.hashCode() * 0x9E3779B97F4A7C15L ^ row.hashCode() * 0xC2B2AE3D27D4EB4FL;
  }

  /** The rows of a version by key; fails where a key or a file is there twice. */
  static Map<String, String> rows(String table, DeltaSnapshot snapshot) throws Exception {
    Map<String, String> rows = new HashMap<>();
    Map<String, String> files = new HashMap<>();
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
          String key = Changelog.keyOf(row);
          String earlier = rows.put(key, Changelog.textOf(row));
          if (earlier != null) {
            throw new AssertionError(
                String.format(
                    "key %s is twice in version %d: %s in %s and %s in %s",
                    key, snapshot.version(), earlier, files.get(key), rows.get(key), file.path()));
          }
          files.put(key, file.path());
        }
      }
      assertThat(file.rowCount()).as("rows of %s by its statistics", file.path()).hasValue(count);
    }
    return rows;
  }
}
