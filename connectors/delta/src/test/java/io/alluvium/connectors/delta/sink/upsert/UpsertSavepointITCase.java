package io.alluvium.connectors.delta.sink.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.CrashSeeds;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.lint.WithoutLint;
import io.alluvium.connectors.delta.maintenance.RollbackPlan;
import io.alluvium.connectors.delta.maintenance.TableMaintenance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.ExceptionUtils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag(CrashSeeds.SUITE)
@Timeout(300)
class UpsertSavepointITCase {
  private static final Changelog CHANGELOG = new Changelog(17, 1_200);

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  @TempDir Path folder;

  static LongStream seeds() {
    return CrashSeeds.of(1);
  }

  @ParameterizedTest(name = CrashSeeds.NAME)
  @MethodSource("seeds")
  void goesOnThroughStopsAndOtherParallelisms(long seed, @InjectMiniCluster MiniCluster cluster)
      throws Exception {
    long count = 20_000;
    Random random = new Random(seed);
    Changelog changelog = new Changelog(seed, 1_200);
    UpsertTestJob job = job(changelog, count, random.nextBoolean() ? "rocksdb" : "hashmap");
    JobID first = submit(cluster, job, null);
    awaitVersion(job, 1 + random.nextInt(6));
    String stopped = stop(cluster, first, false);

    JobID second = submit(cluster, job.withParallelism(4), stopped);
    awaitVersion(job, version(job) + 2 + random.nextInt(4));
    cluster.cancelJob(second).get();
    awaitEnd(cluster, second);

    JobID third = submit(cluster, job.withParallelism(2), latestCheckpoint(second));

    assertThat(cluster.requestJobResult(third).get().isSuccess()).isTrue();
    new PrefixCheck(job.table(), changelog).everyVersionIsAPrefix(count);
  }

  @Test
  void aDrainedJobHasCommittedAllItRead(@InjectMiniCluster MiniCluster cluster) throws Exception {
    UpsertTestJob job = job(CHANGELOG, 1_000_000, "hashmap");
    JobID first = submit(cluster, job, null);
    awaitVersion(job, 3);

    stop(cluster, first, true);

    long number =
        highestNumber(PrefixCheck.rows(job.table(), DeltaTable.at(job.table()).snapshot()));
    // The rows after the highest number can be deletes only.
    assertThat(job.reached()).isBetween(number, number + 200);
  }

  @Test
  void refusesAnOlderStateAndTheWaysOnWork(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    Changelog changelog = new Changelog(23, 6_000);
    long count = 22_000;
    UpsertTestJob job = job(changelog, count, "hashmap");
    JobID first = submit(cluster, job, null);
    awaitVersion(job, 3);
    String older =
        cluster
            .triggerSavepoint(
                first, folder.resolve("sp").toUri().toString(), false, SavepointFormatType.NATIVE)
            .get(60, TimeUnit.SECONDS);
    awaitVersion(job, version(job) + 3);
    cluster.cancelJob(first).get();
    awaitEnd(cluster, first);

    JobID second = submit(cluster, job, older);

    assertFailsWith(cluster, second, "restored from a state that ends at commit");
    assertFailsWith(cluster, second, "with another 'sink.generation'");

    JobID third = submit(cluster, graph(job.build("second-generation"), older));
    assertThat(cluster.requestJobResult(third).get().isSuccess()).isTrue();
    assertEndState(job, changelog, count);

    JobID fourth = submit(cluster, job, null);
    assertThat(cluster.requestJobResult(fourth).get().isSuccess()).isTrue();
    assertEndState(job, changelog, count);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @WithoutLint("The sink's numbers go back with the table.")
  void goesOnFromAnOlderStateAfterTheTableWasTakenBack(
      boolean underTheSameId, @InjectMiniCluster MiniCluster cluster) throws Exception {
    Changelog changelog = new Changelog(29, 6_000);
    long count = 30_000;
    UpsertTestJob job = job(changelog, count, "hashmap");
    JobID first = submit(cluster, job, null);
    awaitVersion(job, 3);
    String older = savepoint(cluster, first);
    awaitVersion(job, version(job) + 6);
    String later = savepoint(cluster, first);
    awaitVersion(job, version(job) + 3);
    end(cluster, first);

    takeBack(job, older);
    JobID second = submit(cluster, graph(job.build(underTheSameId ? null : "2"), older));
    if (!underTheSameId) {
      // Another branch, whose checkpoints have the numbers of those that the later state is of.
      awaitVersion(job, version(job) + 8);
      end(cluster, second);
      takeBack(job, later);
      second = submit(cluster, graph(job.build("3"), later));
    }

    assertThat(cluster.requestJobResult(second).get().isSuccess()).isTrue();
    assertEndState(job, changelog, count);
  }

  private String savepoint(MiniCluster cluster, JobID job) throws Exception {
    return cluster
        .triggerSavepoint(
            job, folder.resolve("sp").toUri().toString(), false, SavepointFormatType.NATIVE)
        .get(60, TimeUnit.SECONDS);
  }

  private static void end(MiniCluster cluster, JobID job) throws Exception {
    cluster.cancelJob(job).get();
    awaitEnd(cluster, job);
  }

  private static void takeBack(UpsertTestJob job, String savepoint) throws Exception {
    TableMaintenance maintenance = TableMaintenance.of(job.table());
    RollbackPlan plan = maintenance.planRollback(SavedPosition.of(savepoint), "changes");
    assertThat(plan.isNothing()).isFalse();
    assertThat(plan.others()).isEmpty();
    maintenance.rollBack(plan.from(), plan.to(), savepoint);
  }

  @Test
  void learnsTheKeysOfATableThatItDidNotWrite(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    long count = 6_000;
    UpsertTestJob job = job(CHANGELOG, count, "hashmap");
    job.build();
    ForeignWriter other = new ForeignWriter(job.table(), 1);
    other.append(50);
    for (int key = 0; key <= 33; key += 3) {
      other.append(List.of(CHANGELOG.row(key)));
    }
    other.deleteByVectors(row -> row.getString(0).toString().endsWith("-7"), false);

    JobID running = submit(cluster, job.withParallelism(2), null);

    assertThat(cluster.requestJobResult(running).get().isSuccess()).isTrue();
    Map<String, String> rows = PrefixCheck.rows(job.table(), DeltaTable.at(job.table()).snapshot());
    Map<String, String> others = new HashMap<>(rows);
    others.keySet().removeIf(key -> !key.startsWith(ForeignWriter.PREFIX));
    PrefixCheck.assertSame(others, other.ownRows());
    rows.keySet().removeIf(key -> key.startsWith(ForeignWriter.PREFIX));
    Map<String, String> expected = new HashMap<>();
    for (int key = 0; key <= 33; key += 3) {
      expected.put(Changelog.keyOf(CHANGELOG.row(key)), Changelog.textOf(CHANGELOG.row(key)));
    }
    CHANGELOG.foldInto(expected, count);
    PrefixCheck.assertSame(rows, expected);
  }

  private void assertEndState(UpsertTestJob job, Changelog changelog, long count) throws Exception {
    PrefixCheck.assertSame(
        PrefixCheck.rows(job.table(), DeltaTable.at(job.table()).snapshot()),
        changelog.folded(count));
  }

  private static long highestNumber(Map<String, String> rows) {
    return rows.values().stream()
        .map(row -> row.split("\\|")[2])
        .mapToLong(Long::parseLong)
        .max()
        .orElseThrow();
  }

  private UpsertTestJob job(Changelog changelog, long count, String backend) {
    return new UpsertTestJob(folder, changelog, count, 1, backend, true, 1L << 20);
  }

  private static JobGraph graph(StreamExecutionEnvironment environment, String savepoint) {
    JobGraph graph =
        environment
            .getStreamGraph()
            .getJobGraph(UpsertSavepointITCase.class.getClassLoader(), JobID.generate());
    if (savepoint != null) {
      graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint, false));
    }
    return graph;
  }

  private static JobID submit(MiniCluster cluster, UpsertTestJob job, String savepoint)
      throws Exception {
    return submit(cluster, graph(job.build(), savepoint));
  }

  private static JobID submit(MiniCluster cluster, JobGraph graph) throws Exception {
    cluster.submitJob(graph).get();
    return graph.getJobID();
  }

  private String stop(MiniCluster cluster, JobID job, boolean drain) throws Exception {
    String savepoint =
        cluster
            .stopWithSavepoint(
                job, folder.resolve("sp").toUri().toString(), drain, SavepointFormatType.CANONICAL)
            .get(60, TimeUnit.SECONDS);
    awaitEnd(cluster, job);
    return savepoint;
  }

  private static long version(UpsertTestJob job) {
    return DeltaTable.at(job.table()).snapshot().version();
  }

  private static void awaitVersion(UpsertTestJob job, long version) {
    Awaitility.await().atMost(Duration.ofSeconds(180)).until(() -> version(job) >= version);
  }

  private static void awaitEnd(MiniCluster cluster, JobID job) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(180))
        .until(() -> cluster.getJobStatus(job).get().isGloballyTerminalState());
  }

  private String latestCheckpoint(JobID job) throws Exception {
    try (Stream<Path> found = Files.walk(folder.resolve("cp").resolve(job.toString()), 2)) {
      return found
          .filter(file -> file.endsWith("_metadata"))
          .map(Path::getParent)
          .max(
              Comparator.comparingLong(
                  checkpoint -> Long.parseLong(checkpoint.getFileName().toString().substring(4))))
          .orElseThrow()
          .toUri()
          .toString();
    }
  }

  private static void assertFailsWith(MiniCluster cluster, JobID job, String message)
      throws Exception {
    Throwable failure =
        cluster
            .requestJobResult(job)
            .get(60, TimeUnit.SECONDS)
            .getSerializedThrowable()
            .orElseThrow()
            .deserializeError(UpsertSavepointITCase.class.getClassLoader());
    assertThat(ExceptionUtils.findThrowable(failure, SuppressRestartsException.class)).isPresent();
    assertThat(ExceptionUtils.findThrowableWithMessage(failure, message)).isPresent();
  }
}
