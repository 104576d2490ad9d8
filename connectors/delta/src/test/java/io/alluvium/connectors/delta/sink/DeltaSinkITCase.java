package io.alluvium.connectors.delta.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.delta.CrashSeeds;
import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.lint.WithoutLint;
import io.alluvium.connectors.delta.maintenance.TableMaintenance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.ExceptionUtils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag(CrashSeeds.SUITE)
class DeltaSinkITCase {
  private static final int KEYS = 700;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  private static final AtomicBoolean FAILED = new AtomicBoolean();

  @TempDir Path folder;
  private String table;

  @BeforeEach
  void newTable() {
    FAILED.set(false);
    table = folder.resolve("lake/silver/changes").toString();
  }

  @Test
  void appendedRowsSurviveAFailureOnceEach() throws Exception {
    long count = 20_000;
    StreamExecutionEnvironment environment = SinkTestJob.environment(folder.resolve("cp"), 2);
    DeltaSink.append(table, SinkTestJob.ROW_TYPE)
        .targetFileSize(20_000)
        .parallelism(2)
        .addTo(SinkTestJob.rows(environment, count, numbered(count * 3 / 4)), "append");

    environment.execute();

    assertThat(FAILED).isTrue();
    assertThat(TableContents.ids(table)).isEqualTo(LongStream.range(0, count).boxed().toList());
    assertThat(DeltaTable.at(table).snapshot().version()).isGreaterThan(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void upsertedTableEqualsTheFoldedChangelogAtEveryVersion(long seed) throws Exception {
    long count = 12_000;
    StreamExecutionEnvironment environment = SinkTestJob.environment(folder.resolve("cp"), 2);
    DeltaSink.upsert(table, SinkTestJob.ROW_TYPE, List.of("id"))
        .rowsPerFile(60)
        .parallelism(2)
        .addTo(SinkTestJob.rows(environment, count, changes(seed, count * 2 / 3)), "upsert");

    environment.execute();

    assertThat(FAILED).as("a failure was induced").isTrue();
    DeltaSnapshot last = DeltaTable.at(table).snapshot();
    assertThat(TableContents.amounts(table, last)).isEqualTo(folded(seed, count));
    assertThat(last.version()).isGreaterThan(2);
    for (long version = 1; version < last.version(); version++) {
      // Reads every version: a key that is there twice fails.
      TableContents.amounts(table, DeltaTable.at(table).snapshot(version));
    }
  }

  @Test
  void copiesOnWriteWhatAPartialUpdateLeavesOut() throws Exception {
    long seed = 4;
    long count = 12_000;
    StreamExecutionEnvironment environment = SinkTestJob.environment(folder.resolve("cp"), 2);
    DeltaSink.upsert(table, SinkTestJob.ROW_TYPE, List.of("id"))
        .rowsPerFile(60)
        .parallelism(2)
        .partialUpdate(List.of("amount"))
        .addTo(
            SinkTestJob.rows(
                environment,
                count,
                new SinkTestJob.PacedMapper(
                    count / 2, () -> FAILED, number -> partialChange(seed, number))),
            "upsert");

    environment.execute();

    Map<Long, Long> expected = new TreeMap<>();
    for (long number = 0; number < count; number++) {
      RowData change = partialChange(seed, number);
      if (change.getRowKind() == RowKind.DELETE) {
        expected.remove(change.getLong(0));
      } else if (change.isNullAt(1)) {
        expected.putIfAbsent(change.getLong(0), TableContents.NO_AMOUNT);
      } else {
        expected.put(change.getLong(0), change.getLong(1));
      }
    }
    assertThat(expected).containsValue(TableContents.NO_AMOUNT);
    assertThat(TableContents.amounts(table, DeltaTable.at(table).snapshot())).isEqualTo(expected);
  }

  private static RowData partialChange(long seed, long number) {
    RowData change = SinkTestJob.change(seed, number, KEYS);
    if (number % 2 == 0) {
      ((GenericRowData) change).setField(1, null);
    }
    return change;
  }

  @Test
  void goesOnFromASavepointWithAnotherParallelism(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    long seed = 11;
    long count = 30_000;
    JobID first = submit(cluster, upsertJob(seed, count, 1), null);
    awaitVersion(3);
    String savepoint =
        cluster
            .stopWithSavepoint(
                first,
                folder.resolve("sp").toUri().toString(),
                false,
                SavepointFormatType.CANONICAL)
            .get(60, TimeUnit.SECONDS);

    JobID second = submit(cluster, upsertJob(seed, count, 3), savepoint);

    assertThat(cluster.requestJobResult(second).get().isSuccess()).isTrue();
    assertThat(TableContents.amounts(table, DeltaTable.at(table).snapshot()))
        .isEqualTo(folded(seed, count));
  }

  @Test
  void refusesAStateThatIsOlderThanTheTable(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    long count = 60_000;
    JobID first = submit(cluster, appendJob(count), null);
    awaitVersion(2);
    String savepoint =
        cluster
            .triggerSavepoint(
                first,
                folder.resolve("sp").toUri().toString(),
                false,
                SavepointFormatType.CANONICAL)
            .get(60, TimeUnit.SECONDS);
    awaitVersion(DeltaTable.at(table).snapshot().version() + 3);
    cluster.cancelJob(first).get();
    awaitEnd(cluster, first);
    List<Long> before = TableContents.ids(table);

    JobID second = submit(cluster, appendJob(count), savepoint);

    assertFailsWith(cluster, second, "restored from a state that ends at commit");
    JobID third = submit(cluster, appendJob(count), null);
    assertFailsWith(cluster, third, "starts without state");
    assertThat(TableContents.ids(table)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @WithoutLint("The sink's numbers go back with the table.")
  void goesOnFromAnOlderSavepointAfterTheTableWasRolledBack(
      boolean withNumbers, @InjectMiniCluster MiniCluster cluster) throws Exception {
    long count = 60_000;
    String savepoint = savepointOfARunThatWentOn(cluster, count);
    JobID refused = submit(cluster, appendJob(count), savepoint);
    String message = failure(cluster, refused);
    assertThat(message).contains("'sink.generation'").contains("restore this one to version");
    long version =
        Long.parseLong(message.replaceFirst("(?s).*restore this one to version (\\d+).*", "$1"));
    TableMaintenance.of(table).restoreToVersion(version, withNumbers);

    // Without the commit numbers, the table still holds those of the commits that are undone.
    JobID second = submit(cluster, appendJob(count, 1, withNumbers ? null : "2"), savepoint);

    assertThat(cluster.requestJobResult(second).get().isSuccess()).isTrue();
    assertThat(TableContents.ids(table)).isEqualTo(LongStream.range(0, count).boxed().toList());
  }

  @Test
  void aNewGenerationAloneWritesAgainWhatCameAfterTheSavepoint(
      @InjectMiniCluster MiniCluster cluster) throws Exception {
    long count = 60_000;
    String savepoint = savepointOfARunThatWentOn(cluster, count);
    int before = TableContents.ids(table).size();

    JobID second = submit(cluster, appendJob(count, 1, "again"), savepoint);

    assertThat(cluster.requestJobResult(second).get().isSuccess()).isTrue();
    List<Long> ids = TableContents.ids(table);
    assertThat(ids).hasSizeGreaterThan((int) count).hasSizeLessThanOrEqualTo((int) count + before);
    assertThat(new java.util.HashSet<>(ids)).hasSize((int) count);
  }

  @Test
  void refusesATableThatWasPutBackBehindTheState(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    long count = 60_000;
    JobID first = submit(cluster, appendJob(count), null);
    awaitVersion(2);
    String copy = folder.resolve("copy").toString();
    copyLogUpTo(copy, 2);
    awaitVersion(6);
    String savepoint =
        cluster
            .stopWithSavepoint(
                first,
                folder.resolve("sp").toUri().toString(),
                false,
                SavepointFormatType.CANONICAL)
            .get(60, TimeUnit.SECONDS);
    replaceLogBy(copy);

    JobID second = submit(cluster, appendJob(count), savepoint);

    assertThat(failure(cluster, second)).contains("was rolled back").contains("'sink.generation'");
    assertThat(DeltaTable.at(table).snapshot().version()).isEqualTo(2);
  }

  @Test
  void appendsOnceEachThroughSavepointsAtOtherParallelisms(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    long count = 40_000;
    String savepoint = null;
    for (int parallelism : new int[] {1, 4, 2}) {
      JobID job = submit(cluster, appendJob(count, parallelism, null), savepoint);
      if (parallelism == 2) {
        assertThat(cluster.requestJobResult(job).get().isSuccess()).isTrue();
      } else {
        awaitVersion(DeltaTable.at(table).snapshot().version() + 3);
        savepoint =
            cluster
                .stopWithSavepoint(
                    job,
                    folder.resolve("sp").toUri().toString(),
                    false,
                    SavepointFormatType.CANONICAL)
                .get(60, TimeUnit.SECONDS);
      }
    }

    assertThat(TableContents.ids(table)).isEqualTo(LongStream.range(0, count).boxed().toList());
  }

  @Test
  void aDrainedJobHasWrittenAllThatItRead(@InjectMiniCluster MiniCluster cluster) throws Exception {
    JobID job = submit(cluster, appendJob(1_000_000, 2, null), null);
    awaitVersion(3);

    cluster
        .stopWithSavepoint(
            job, folder.resolve("sp").toUri().toString(), true, SavepointFormatType.CANONICAL)
        .get(60, TimeUnit.SECONDS);

    assertThat(cluster.requestJobResult(job).get().isSuccess()).isTrue();
    List<Long> ids = TableContents.ids(table);
    assertThat(ids).isEqualTo(LongStream.range(0, ids.size()).boxed().toList());
    assertThat(ids.size()).isLessThan(1_000_000);
  }

  /** Returns an older savepoint of a job that was cancelled after later commits. */
  private String savepointOfARunThatWentOn(MiniCluster cluster, long count) throws Exception {
    JobID first = submit(cluster, appendJob(count), null);
    awaitVersion(2);
    String savepoint =
        cluster
            .triggerSavepoint(
                first,
                folder.resolve("sp").toUri().toString(),
                false,
                SavepointFormatType.CANONICAL)
            .get(60, TimeUnit.SECONDS);
    awaitVersion(DeltaTable.at(table).snapshot().version() + 3);
    cluster.cancelJob(first).get();
    awaitEnd(cluster, first);
    return savepoint;
  }

  private void copyLogUpTo(String target, long version) throws Exception {
    Path log = Path.of(table, "_delta_log");
    Files.createDirectories(Path.of(target));
    for (long i = 0; i <= version; i++) {
      String name = String.format("%020d.json", i);
      Files.copy(log.resolve(name), Path.of(target, name));
    }
  }

  private void replaceLogBy(String copy) throws Exception {
    Path log = Path.of(table, "_delta_log");
    try (var files = Files.list(log)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    try (var files = Files.list(Path.of(copy))) {
      for (Path file : files.toList()) {
        Files.copy(file, log.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void goesOnFromARetainedCheckpointUnderANewJobId(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    long count = 20_000;
    JobID first = submit(cluster, appendJob(count), null);
    awaitVersion(3);
    cluster.cancelJob(first).get();
    awaitEnd(cluster, first);

    JobID second = submit(cluster, appendJob(count), latestCheckpoint(first));

    assertThat(cluster.requestJobResult(second).get().isSuccess()).isTrue();
    assertThat(TableContents.ids(table)).isEqualTo(LongStream.range(0, count).boxed().toList());
  }

  @Test
  void refusesRowsThatDoNotFitTheTable() {
    StreamExecutionEnvironment environment = SinkTestJob.environment(folder.resolve("cp"), 1);
    DeltaSink.append(table, SinkTestJob.ROW_TYPE)
        .addTo(SinkTestJob.rows(environment, 1, numbered(-1)), "first");
    org.apache.flink.table.types.logical.RowType other =
        org.apache.flink.table.types.logical.RowType.of(
            new org.apache.flink.table.types.logical.LogicalType[] {
              new org.apache.flink.table.types.logical.IntType()
            },
            new String[] {"colour"});

    assertThatThrownBy(
            () ->
                DeltaSink.append(table, other)
                    .addTo(SinkTestJob.rows(environment, 1, numbered(-1)), "second"))
        .hasMessageContaining("has no column 'colour'")
        .hasMessageContaining(table);
  }

  private JobGraph appendJob(long count) {
    return appendJob(count, 1, null);
  }

  private JobGraph appendJob(long count, int parallelism, String generation) {
    StreamExecutionEnvironment environment = SinkTestJob.environment(folder.resolve("cp"), 1);
    DataStream<RowData> rows = SinkTestJob.rows(environment, count, numbered(-1));
    DeltaSink.append(table, SinkTestJob.ROW_TYPE)
        .sinkId("numbers")
        .generation(generation)
        .parallelism(parallelism)
        .addTo(parallelism == 1 ? rows : rows.rebalance(), "append");
    return SinkTestJob.jobGraph(environment, null);
  }

  private JobGraph upsertJob(long seed, long count, int parallelism) {
    StreamExecutionEnvironment environment =
        SinkTestJob.environment(folder.resolve("cp"), parallelism);
    DeltaSink.upsert(table, SinkTestJob.ROW_TYPE, List.of("id"))
        .rowsPerFile(60)
        .sinkId("changes")
        .parallelism(parallelism)
        .addTo(SinkTestJob.rows(environment, count, changes(seed, -1)), "upsert");
    return SinkTestJob.jobGraph(environment, null);
  }

  private JobID submit(MiniCluster cluster, JobGraph graph, String savepoint) throws Exception {
    if (savepoint != null) {
      graph.setSavepointRestoreSettings(
          org.apache.flink.runtime.jobgraph.SavepointRestoreSettings.forPath(savepoint, false));
    }
    cluster.submitJob(graph).get();
    return graph.getJobID();
  }

  private void awaitVersion(long version) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(180))
        .until(() -> DeltaTable.at(table).snapshot().version() >= version);
  }

  private static void awaitEnd(MiniCluster cluster, JobID job) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(180))
        .until(() -> cluster.getJobStatus(job).get() == JobStatus.CANCELED);
  }

  private String latestCheckpoint(JobID job) throws Exception {
    try (var found = Files.walk(folder.resolve("cp").resolve(job.toString()), 2)) {
      return found
          .filter(file -> file.endsWith("_metadata"))
          .map(file -> file.getParent())
          .max(
              java.util.Comparator.comparingLong(
                  checkpoint -> Long.parseLong(checkpoint.getFileName().toString().substring(4))))
          .orElseThrow()
          .toUri()
          .toString();
    }
  }

  private static void assertFailsWith(MiniCluster cluster, JobID job, String message)
      throws Exception {
    assertThat(failure(cluster, job)).contains(message);
  }

  /** The message of a failure after which the job is not restarted. */
  private static String failure(MiniCluster cluster, JobID job) throws Exception {
    Throwable failure =
        cluster
            .requestJobResult(job)
            .get(60, TimeUnit.SECONDS)
            .getSerializedThrowable()
            .orElseThrow()
            .deserializeError(DeltaSinkITCase.class.getClassLoader());
    assertThat(ExceptionUtils.findThrowable(failure, SuppressRestartsException.class)).isPresent();
    return ExceptionUtils.findThrowable(failure, DeltaException.class).orElseThrow().getMessage();
  }

  private static SinkTestJob.PacedMapper numbered(long failAt) {
    return new SinkTestJob.PacedMapper(
        failAt,
        () -> FAILED,
        number -> SinkTestJob.row(RowKind.INSERT, number, number * 2, "row " + number));
  }

  private static SinkTestJob.PacedMapper changes(long seed, long failAt) {
    return new SinkTestJob.PacedMapper(
        failAt, () -> FAILED, number -> SinkTestJob.change(seed, number, KEYS));
  }

  private static Map<Long, Long> folded(long seed, long count) {
    Map<Long, Long> expected = new TreeMap<>();
    for (long number = 0; number < count; number++) {
      RowData change = SinkTestJob.change(seed, number, KEYS);
      if (change.getRowKind() == RowKind.DELETE) {
        expected.remove(change.getLong(0));
      } else {
        expected.put(change.getLong(0), change.getLong(1));
      }
    }
    return expected;
  }
}
