package io.alluvium.connectors.delta.sink.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.ScanChangelog;
import io.alluvium.connectors.delta.WriteMode;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.sink.DeltaSink;
import io.alluvium.connectors.delta.source.DeltaSource;
import io.alluvium.connectors.delta.source.scan.StartingPosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.runtime.highavailability.nonha.embedded.HaLeadershipControl;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two jobs, one behind the other, on a cluster that loses TaskManagers and JobManagers: one upserts
 * and appends; the other follows the changes of the first table and the rows appended to the second
 * into tables of its own. Replay as {@link UpsertCrashITCase}.
 */
@Timeout(240)
class PipelineCrashITCase {
  private static final int CHANGES = 6_000;
  private static final int KEYS = 700;
  private static final int LOSSES = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;

  private MiniCluster cluster;
  private int lostTaskManagers;

  static LongStream seeds() {
    return UpsertCrashITCase.seeds().limit(Integer.getInteger("alluvium.seeds", 2));
  }

  @BeforeEach
  void start() throws Exception {
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setNumTaskManagers(2)
                .setNumSlotsPerTaskManager(4)
                .setHaServices(MiniCluster.HaServices.WITH_LEADERSHIP_CONTROL)
                .withRandomPorts()
                .build());
    cluster.start();
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @ParameterizedTest(name = "-Dalluvium.seed={0}")
  @MethodSource("seeds")
  void nothingIsLostOrDoubledWhoeverDies(long seed) throws Exception {
    Random random = new Random(seed);
    Changelog changelog = new Changelog(seed, KEYS);
    UpsertTestJob job = new UpsertTestJob(folder, changelog, CHANGES, 2, "rocksdb", true, 1L << 20);
    JobID writer = submit(writer(job));
    JobID reader = submit(reader(job));

    for (int i = 0; i < LOSSES; i++) {
      LockSupport.parkNanos(Duration.ofMillis(300 + random.nextInt(900)).toNanos());
      lose(random.nextBoolean(), random.nextBoolean() ? writer : reader);
    }

    assertThat(cluster.requestJobResult(writer).get().getSerializedThrowable()).isEmpty();
    new PrefixCheck(job.table(), changelog).everyVersionIsAPrefix(CHANGES);
    Map<String, String> rows = rows(job.table());
    assertThat(rows(eventsOf(job))).hasSize(CHANGES);
    Awaitility.await("the follower has caught up")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> !isRunning(reader) || hasCaughtUp(job, rows));
    assertThat(cluster.getJobStatus(reader).get()).isEqualTo(JobStatus.RUNNING);
    cluster.cancelJob(reader).get();
    // Rows that come after the last would be rows that come twice.
    PrefixCheck.assertSame(rows(copyOf(job.table())), rows);
    PrefixCheck.assertSame(rows(copyOf(eventsOf(job))), rows(eventsOf(job)));
  }

  private void lose(boolean taskManager, JobID job) throws Exception {
    if (taskManager) {
      cluster.terminateTaskManager(lostTaskManagers++).get();
      cluster.startTaskManager();
    } else if (isRunning(job)) {
      HaLeadershipControl leadership = cluster.getHaLeadershipControl().orElseThrow();
      leadership.revokeJobMasterLeadership(job).get();
      leadership.grantJobMasterLeadership(job).get();
    }
  }

  private boolean isRunning(JobID job) throws Exception {
    return !cluster.getJobStatus(job).get().isGloballyTerminalState();
  }

  private static boolean hasCaughtUp(UpsertTestJob job, Map<String, String> rows) throws Exception {
    return rows(copyOf(job.table())).equals(rows) && rows(copyOf(eventsOf(job))).size() >= CHANGES;
  }

  private JobID submit(StreamExecutionEnvironment environment) throws Exception {
    JobGraph graph = environment.getStreamGraph().getJobGraph();
    cluster.submitJob(graph).get();
    return graph.getJobID();
  }

  private static StreamExecutionEnvironment writer(UpsertTestJob job) {
    StreamExecutionEnvironment environment = job.build();
    DeltaSink.append(eventsOf(job), Changelog.ROW_TYPE)
        .sinkId("events")
        .addTo(job.paced(environment, "events", Changelog::event), "events");
    return environment;
  }

  private static StreamExecutionEnvironment reader(UpsertTestJob job) {
    StreamExecutionEnvironment environment = job.environment();
    DeltaSink.upsert(copyOf(job.table()), Changelog.ROW_TYPE, Changelog.KEY)
        .mode(WriteMode.MERGE_ON_READ)
        .sinkId("copy")
        .targetFileSize(60_000)
        .addTo(
            environment
                .fromSource(
                    DeltaSource.builder(job.table())
                        .changes(StartingPosition.earliest(), ScanChangelog.ALL)
                        .pollInterval(Duration.ofMillis(50))
                        .build(),
                    WatermarkStrategy.noWatermarks(),
                    "changes")
                .uid("changes"),
            "copy");
    DeltaSink.append(copyOf(eventsOf(job)), Changelog.ROW_TYPE)
        .sinkId("events-copy")
        .addTo(
            environment
                .fromSource(
                    DeltaSource.builder(eventsOf(job))
                        .appends(StartingPosition.earliest())
                        .pollInterval(Duration.ofMillis(50))
                        .build(),
                    WatermarkStrategy.noWatermarks(),
                    "events")
                .uid("events"),
            "events-copy");
    return environment;
  }

  private static String eventsOf(UpsertTestJob job) {
    return job.folder().resolve("events").toString();
  }

  private static String copyOf(String table) {
    return table + "-copy";
  }

  /** None where the table is not there yet. */
  private static Map<String, String> rows(String table) throws Exception {
    return Files.exists(Path.of(table, "_delta_log"))
        ? PrefixCheck.rows(table, DeltaTable.at(table).snapshot())
        : Map.of();
  }
}
