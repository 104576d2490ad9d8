package io.alluvium.connectors.delta.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alluvium.connectors.delta.CrashSeeds;
import io.alluvium.connectors.delta.ScanChangelog;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.source.SourceTestJob.Seen;
import io.alluvium.connectors.delta.source.scan.ReadVersion;
import io.alluvium.connectors.delta.source.scan.ReadableMetadata;
import io.alluvium.connectors.delta.source.scan.ScanColumns;
import io.alluvium.connectors.delta.source.scan.StartingPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exactly once: through failures, and through a savepoint and another parallelism. */
@Tag(CrashSeeds.SUITE)
@Timeout(300)
class DeltaSourceITCase {

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  @TempDir Path folder;
  private String target;

  @BeforeEach
  void noFailures() {
    SourceTestJob.failTimes(0);
    target = folder.resolve("target").toString();
  }

  @Test
  void boundedReadGivesEachRowOnce(@InjectMiniCluster MiniCluster cluster) throws Exception {
    ChangedTable table = changed(3, 25, List.of());
    for (int i = 0; i < 6; i++) {
      table.table().append(numbered(1_000 + i * 900L, 900));
    }
    long version = table.table().latest().version();
    table.table().append(numbered(99_000, 10));
    Map<Long, String> expected = table.rows(DeltaTable.at(table.path()).snapshot(version));
    SourceTestJob.failTimes(4);

    JobID job =
        submit(
            cluster,
            builder(table).bounded(ReadVersion.version(version)).splitSize(3_000).build(),
            2,
            700,
            null);

    assertThat(cluster.requestJobResult(job).get().isSuccess()).isTrue();
    assertThat(SourceTestJob.failuresLeft()).isZero();
    assertThat(SourceTestJob.seen(target))
        .extracting(Seen::text)
        .containsExactlyInAnyOrderElementsOf(expected.values());
  }

  @Test
  void appendedRowsComeOnceThroughFailuresSavepointAndRescale(
      @InjectMiniCluster MiniCluster cluster) throws Exception {
    ChangedTable table = ChangedTable.create(folder.resolve("source"), 1, List.of());
    table.table().append(numbered(0, 500));
    SourceTestJob.failTimes(3);
    JobID first = submit(cluster, appends(table), 1, 900, null);
    long next = 500;
    for (int commit = 0; commit < 12; commit++, next += 150) {
      table.table().append(numbered(next, 150));
    }
    awaitRows(800);
    String savepoint = stop(cluster, first);
    for (int commit = 0; commit < 12; commit++, next += 150) {
      table.table().append(numbered(next, 150));
    }
    SourceTestJob.failTimes(3);
    JobID second = submit(cluster, appends(table), 3, 300, savepoint);
    awaitRows(2_500);
    savepoint = stop(cluster, second);
    JobID third = submit(cluster, appends(table), 2, 100_000, savepoint);
    table.table().append(numbered(next, 50));
    next += 50;
    awaitRows((int) next);
    cluster.cancelJob(third).get();

    assertThat(SourceTestJob.failuresLeft()).isZero();
    assertThat(SourceTestJob.seen(target))
        .extracting(Seen::id)
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, next).boxed().toList());
  }

  @ParameterizedTest
  @EnumSource(
      value = ScanChangelog.class,
      names = {"ALL", "UPSERT"})
  void rowChangesComeOnceThroughFailuresAndSavepoint(
      ScanChangelog changelog, @InjectMiniCluster MiniCluster cluster) throws Exception {
    ChangedTable table = changed(changelog.ordinal() + 70L, 15, List.of("id"));
    SourceTestJob.failTimes(4);
    JobID first = submit(cluster, changes(table, changelog), 1, 130, null);
    for (int commit = 0; commit < 15; commit++) {
      table.change();
    }
    awaitRows(250);
    String savepoint = stop(cluster, first);
    SourceTestJob.failTimes(2);
    JobID second = submit(cluster, changes(table, changelog), 2, 90, savepoint);
    for (int commit = 0; commit < 10; commit++) {
      table.change();
    }
    table.table().append(numbered(1_000_000, 200));
    long last = table.table().latest().version();
    await()
        .atMost(Duration.ofSeconds(180))
        .until(
            () ->
                SourceTestJob.seen(target).stream().filter(row -> row.version() == last).count()
                    == 200);
    cluster.cancelJob(second).get();

    assertThat(SourceTestJob.failuresLeft()).isZero();
    foldAndCompare(table, changelog, SourceTestJob.seen(target));
  }

  /** Within a version deletions go first: a key changes once, or goes and comes. */
  private static void foldAndCompare(ChangedTable table, ScanChangelog changelog, List<Seen> seen)
      throws Exception {
    Map<Long, List<Seen>> byVersion = new TreeMap<>();
    seen.forEach(row -> byVersion.computeIfAbsent(row.version(), v -> new ArrayList<>()).add(row));
    Map<Long, String> rows = new HashMap<>();
    long last = table.table().latest().version();
    for (long version = 0; version <= last; version++) {
      List<Seen> changes = new ArrayList<>(byVersion.getOrDefault(version, List.of()));
      changes.sort(Comparator.comparing(row -> !isGone(row.kind())));
      for (Seen change : changes) {
        if (isGone(change.kind())) {
          String removed = rows.remove(change.id());
          assertThat(removed).as(change.toString()).isNotNull();
          if (changelog == ScanChangelog.ALL) {
            assertThat(removed).isEqualTo(change.text());
          }
        } else {
          String replaced = rows.put(change.id(), change.text());
          boolean replaces =
              changelog == ScanChangelog.UPSERT && change.kind() == RowKind.UPDATE_AFTER;
          assertThat(replaced != null).as(change.toString()).isEqualTo(replaces);
        }
      }
      assertThat(rows).isEqualTo(table.rows(DeltaTable.at(table.path()).snapshot(version)));
    }
  }

  private static boolean isGone(RowKind kind) {
    return kind == RowKind.DELETE || kind == RowKind.UPDATE_BEFORE;
  }

  private ChangedTable changed(long seed, int commits, List<String> key) throws Exception {
    ChangedTable table = ChangedTable.create(folder.resolve("source"), seed, key);
    for (int i = 0; i < commits; i++) {
      table.change();
    }
    return table;
  }

  private static DeltaSourceBuilder builder(ChangedTable table) {
    return DeltaSource.builder(table.path())
        .pollInterval(Duration.ofMillis(20))
        .scanColumns(
            ScanColumns.all(ChangedTable.ROW_TYPE)
                .withKey(table.table().latest().primaryKey())
                .withMetadata(List.of(ReadableMetadata.COMMIT_VERSION)));
  }

  private static DeltaSource appends(ChangedTable table) {
    return builder(table).appends(StartingPosition.latestFull()).splitSize(2_000).build();
  }

  private static DeltaSource changes(ChangedTable table, ScanChangelog changelog) {
    return builder(table).changes(StartingPosition.earliest(), changelog).build();
  }

  private JobID submit(
      MiniCluster cluster, DeltaSource source, int parallelism, int failEvery, String savepoint)
      throws Exception {
    var graph =
        SourceTestJob.graph(
            source, target, folder.resolve("cp"), parallelism, failEvery, savepoint);
    cluster.submitJob(graph).get();
    return graph.getJobID();
  }

  private String stop(MiniCluster cluster, JobID job) {
    // Between a failure and the restart there is nothing to take a savepoint of.
    return await()
        .atMost(Duration.ofSeconds(180))
        .ignoreExceptions()
        .until(
            () ->
                cluster
                    .stopWithSavepoint(
                        job,
                        folder.resolve("sp").toUri().toString(),
                        false,
                        SavepointFormatType.CANONICAL)
                    .get(20, TimeUnit.SECONDS),
            savepoint -> true);
  }

  private void awaitRows(int count) {
    await().atMost(Duration.ofSeconds(180)).until(() -> SourceTestJob.seen(target).size() >= count);
  }

  private static RowData[] numbered(long from, int count) {
    return LongStream.range(from, from + count)
        .mapToObj(id -> GenericRowData.of(id, id * 3, StringData.fromString("r" + id)))
        .toArray(RowData[]::new);
  }
}
