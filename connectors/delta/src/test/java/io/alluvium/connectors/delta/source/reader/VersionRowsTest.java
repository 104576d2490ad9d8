package io.alluvium.connectors.delta.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.ScanChangelog;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.TableVersion;
import io.alluvium.connectors.delta.source.ChangedTable;
import io.alluvium.connectors.delta.source.enumerator.FileSplits;
import io.alluvium.connectors.delta.source.scan.ScanColumns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionRowsTest {
  private static final int COMMITS = 25;

  @TempDir Path folder;
  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void allChangesLeadFromVersionToVersion(long seed) throws Exception {
    ChangedTable table = changed(seed, List.of("id"));
    for (long bytesInMemory : new long[] {VersionRows.BYTES_IN_MEMORY, 4_000}) {
      Map<Long, String> rows = new TreeMap<>();
      for (TableVersion commit : commits(table)) {
        for (Change change : changes(table, commit, ScanChangelog.ALL, bytesInMemory, 0)) {
          String key = commit.version() + " " + change;
          switch (change.kind()) {
            case INSERT, UPDATE_AFTER ->
                assertThat(rows.put(change.id(), change.text())).as(key).isNull();
            default -> assertThat(rows.remove(change.id())).as(key).isEqualTo(change.text());
          }
        }
        assertThat(rows).isEqualTo(table.rows(snapshot(table, commit)));
      }
    }
    assertThat(temporary).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void upsertsLeadFromVersionToVersion(long seed) throws Exception {
    ChangedTable table = changed(seed, List.of("id"));
    for (long bytesInMemory : new long[] {VersionRows.BYTES_IN_MEMORY, 4_000}) {
      Map<Long, String> rows = new TreeMap<>();
      for (TableVersion commit : commits(table)) {
        for (Change change : changes(table, commit, ScanChangelog.UPSERT, bytesInMemory, 0)) {
          String key = commit.version() + " " + change;
          switch (change.kind()) {
            case INSERT -> assertThat(rows.put(change.id(), change.text())).as(key).isNull();
            case UPDATE_AFTER ->
                assertThat(rows.put(change.id(), change.text())).as(key).isNotNull();
            case DELETE -> assertThat(rows.remove(change.id())).as(key).isNotNull();
            default -> throw new AssertionError("old image in " + key);
          }
        }
        assertThat(rows).isEqualTo(table.rows(snapshot(table, commit)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22})
  void withoutAKeyUpdatesAreDeletionsAndInsertions(long seed) throws Exception {
    ChangedTable table = changed(seed, List.of());
    List<String> rows = new ArrayList<>();
    for (TableVersion commit : commits(table)) {
      for (Change change : changes(table, commit, ScanChangelog.ALL, 4_000, 0)) {
        switch (change.kind()) {
          case INSERT -> rows.add(change.text());
          case DELETE -> assertThat(rows.remove(change.text())).as(change.text()).isTrue();
          default -> throw new AssertionError("update without a key");
        }
      }
    }
    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(table.rows(table.table().latest()).values());
  }

  @ParameterizedTest
  @ValueSource(longs = {31})
  void changesComeInTheSameOrderEachTime(long seed) throws Exception {
    ChangedTable table = changed(seed, List.of("id"));
    for (ScanChangelog changelog : List.of(ScanChangelog.ALL, ScanChangelog.UPSERT)) {
      for (TableVersion commit : commits(table)) {
        List<Change> all = changes(table, commit, changelog, 4_000, 0);
        for (int skip = 0; skip <= all.size(); skip += 7) {
          assertThat(changes(table, commit, changelog, 4_000, skip))
              .isEqualTo(all.subList(skip, all.size()));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {41})
  void snapshotsGoOnWhereTheyWereLeft(long seed) throws Exception {
    ChangedTable table = changed(seed, List.of("id"));
    VersionRows rows = versionRows(table, ScanChangelog.ALL, VersionRows.BYTES_IN_MEMORY);
    List<Change> all = read(rows.ofSnapshot(table.table().latest(), 0));
    assertThat(all).hasSizeGreaterThan(10);
    for (int skip = 0; skip <= all.size(); skip++) {
      assertThat(read(rows.ofSnapshot(table.table().latest(), skip)))
          .isEqualTo(all.subList(skip, all.size()));
    }
  }

  private ChangedTable changed(long seed, List<String> key) throws Exception {
    ChangedTable table = ChangedTable.create(folder.resolve("t"), seed, key);
    for (int i = 0; i < COMMITS; i++) {
      table.change();
    }
    return table;
  }

  private static List<TableVersion> commits(ChangedTable table) {
    List<TableVersion> commits = DeltaTable.at(table.path()).changes(0, 1_000);
    assertThat(commits).hasSize(COMMITS + 1);
    return commits;
  }

  private static io.alluvium.connectors.delta.kernel.DeltaSnapshot snapshot(
      ChangedTable table, TableVersion commit) {
    return DeltaTable.at(table.path()).snapshot(commit.version());
  }

  private List<Change> changes(
      ChangedTable table, TableVersion commit, ScanChangelog changelog, long bytes, long skip)
      throws Exception {
    List<Change> changes = read(versionRows(table, changelog, bytes).ofCommit(commit, skip));
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    }
    return changes;
  }

  private VersionRows versionRows(ChangedTable table, ScanChangelog changelog, long bytes) {
    ScanColumns columns =
        ScanColumns.all(ChangedTable.ROW_TYPE).withKey(table.table().latest().primaryKey());
    return new VersionRows(
        new TableFiles(table.path(), columns),
        new RowShape(columns),
        changelog,
        FileSplits.whole(),
        bytes,
        temporary);
  }

  private static List<Change> read(CloseableIterator<RowData> rows) throws Exception {
    List<Change> changes = new ArrayList<>();
    try (rows) {
      rows.forEachRemaining(
          row -> changes.add(new Change(row.getRowKind(), row.getLong(0), ChangedTable.text(row))));
    }
    return changes;
  }

  private record Change(RowKind kind, long id, String text) {}
}
