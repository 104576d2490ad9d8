package io.alluvium.connectors.delta.sink.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.CrashSeeds;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.FaultPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import javax.annotation.Nullable;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.highavailability.nonha.embedded.HaLeadershipControl;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two jobs, one behind the other, on a cluster that loses TaskManagers and JobManagers. {@link
 * CrashSeeds} says how to run more, or one again.
 */
@Tag(CrashSeeds.SUITE)
@Timeout(300)
class PipelineCrashITCase {
  private static final int CHANGES = 6_000;
  private static final int KEYS = 700;
  private static final int LOSSES = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  @TempDir Path folder;

  private MiniCluster cluster;
  private int lostTaskManagers;

  static LongStream seeds() {
    return CrashSeeds.of(1);
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
    FaultPlan.remove(folder.toString());
    cluster.close();
  }

  @ParameterizedTest(name = CrashSeeds.NAME)
  @MethodSource("seeds")
  void nothingIsLostOrDoubledWhoeverDies(long seed) throws Exception {
    Random random = new Random(seed);
    TestPipeline pipeline = new TestPipeline(job(seed));
    JobID writer = submit(pipeline.writingJob());
    JobID reader = submit(pipeline.readingJob(2));

    for (int i = 0; i < LOSSES; i++) {
      LockSupport.parkNanos(Duration.ofMillis(300 + random.nextInt(900)).toNanos());
      lose(random.nextBoolean(), random.nextBoolean() ? writer : reader);
    }

    checkWritten(pipeline, writer);
    assertThat(TestPipeline.rows(pipeline.events())).hasSize(CHANGES);
    awaitCopied(pipeline, reader);
    cancel(reader);
    pipeline.checkCopies();
  }

  @ParameterizedTest(name = CrashSeeds.NAME)
  @MethodSource("seeds")
  void nothingIsLostOrDoubledWhateverFails(long seed) throws Exception {
    Random random = new Random(seed);
    TestPipeline pipeline = new TestPipeline(job(seed).withFaultyFiles());
    StreamExecutionEnvironment writing = pipeline.writingJob();
    StreamExecutionEnvironment reading = pipeline.readingJob(1 + random.nextInt(3));
    Faults inWriter =
        new Faults("writing-" + seed)
            .failAtRandom(Faults.PLACES, 2, random)
            .failAtRandom(Faults.APPEND_PLACES, 1, random);
    inWriter.installIn(writing);
    Faults inReader =
        new Faults("reading-" + seed)
            .failAtRandom(Faults.SOURCE_PLACES, 3, random)
            .failAtRandom(Faults.PLACES, 1, random);
    inReader.installIn(reading);
    FaultPlan.install(folder.toString(), FaultPlan.ofFiles(4, random));
    JobID writer = submit(writing);
    JobID reader = submit(reading);

    checkWritten(pipeline, writer);
    assertThat(TestPipeline.rows(pipeline.events())).hasSize(CHANGES);
    awaitCopied(pipeline, reader);
    cancel(reader);
    pipeline.checkCopies();
    assertThat(inWriter.fired()).as("failures of the first job").isNotEmpty();
    assertThat(inReader.fired()).as("failures of the second job").isNotEmpty();
  }

  @ParameterizedTest(name = CrashSeeds.NAME)
  @MethodSource("seeds")
  void nothingIsLostOrDoubledThroughSavepointsAtOtherParallelisms(long seed) throws Exception {
    Random random = new Random(seed);
    TestPipeline pipeline = new TestPipeline(job(seed));
    JobID writer = submit(pipeline.writingJob());
    JobID reader = submit(pipeline.readingJob(1));
    awaitNewVersions(pipeline, writer, 1 + random.nextInt(3));
    String older = savepoint(reader);
    for (int parallelism : new int[] {4, 2}) {
      awaitNewVersions(pipeline, writer, 1 + random.nextInt(4));
      String savepoint = stopWithSavepoint(reader, false);
      reader = submit(pipeline.readingJob(parallelism), savepoint);
    }

    checkWritten(pipeline, writer);
    awaitCopied(pipeline, reader);
    stopWithSavepoint(reader, true);
    pipeline.checkCopies();
    JobID refused = submit(pipeline.readingJob(2), older);
    assertThat(failure(refused))
        .contains("restored from a state that ends at commit")
        .contains("'sink.generation'");
    pipeline.checkCopies();
  }

  @ParameterizedTest(name = CrashSeeds.NAME)
  @MethodSource("seeds")
  void nothingIsLostOrDoubledWhileOthersChangeTheTables(long seed) throws Exception {
    Random random = new Random(seed);
    TestPipeline pipeline = new TestPipeline(job(seed));
    JobID writer = submit(pipeline.writingJob());
    JobID reader = submit(pipeline.readingJob(2));
    ForeignWriter ofTable = new ForeignWriter(pipeline.table(), seed);
    ForeignWriter ofEvents = new ForeignWriter(pipeline.events(), seed);
    while (isRunning(writer)) {
      LockSupport.parkNanos(random.nextInt(150_000_000));
      switch (random.nextInt(7)) {
        case 0 -> ofTable.optimize();
        case 1 -> ofTable.append(20);
        case 2 -> ofTable.deleteByVectors(row -> isOthers(row) && random.nextInt(4) == 0, false);
        case 3 -> ofTable.deleteByVectors(row -> isOthers(row) && random.nextInt(4) == 0, true);
        case 4 -> ofTable.updateByRewriting(row -> isOthers(row) && random.nextInt(4) == 0);
        case 5 -> ofEvents.optimize();
        default -> ofEvents.append(20);
      }
    }

    checkWritten(pipeline, writer);
    awaitCopied(pipeline, reader);
    cancel(reader);
    pipeline.checkCopies();
  }

  private static boolean isOthers(RowData row) {
    return ForeignWriter.isOwn(row);
  }

  private UpsertTestJob job(long seed) {
    return new UpsertTestJob(
        folder, new Changelog(seed, KEYS), CHANGES, 2, "rocksdb", true, 1L << 20);
  }

  /** Waits for the first job's end, and holds the table that it upserted against its rows. */
  private void checkWritten(TestPipeline pipeline, JobID writer) throws Exception {
    assertThat(cluster.requestJobResult(writer).get().getSerializedThrowable()).isEmpty();
    new PrefixCheck(pipeline.table(), pipeline.writer().changelog()).everyVersionIsAPrefix(CHANGES);
  }

  private void awaitCopied(TestPipeline pipeline, JobID reader) throws Exception {
    Awaitility.await("the follower has caught up")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> !isRunning(reader) || pipeline.hasCaughtUp());
    assertThat(cluster.getJobStatus(reader).get()).isEqualTo(JobStatus.RUNNING);
  }

  /** Of the copy; or waits for the first job's end. */
  private void awaitNewVersions(TestPipeline pipeline, JobID writer, int count) {
    long before = DeltaTable.at(pipeline.copy()).snapshot().version();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                DeltaTable.at(pipeline.copy()).snapshot().version() >= before + count
                    || !isRunning(writer));
  }

  /** Commits come before: those that the restored state holds. */
  private void awaitRunning(JobID job) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                StreamSupport.stream(
                        cluster
                            .getExecutionGraph(job)
                            .get()
                            .getAllExecutionVertices()
                            .spliterator(),
                        false)
                    .allMatch(task -> task.getExecutionState() == ExecutionState.RUNNING));
  }

  private String savepoint(JobID job) throws Exception {
    awaitRunning(job);
    return cluster
        .triggerSavepoint(job, savepoints(), false, SavepointFormatType.CANONICAL)
        .get(60, TimeUnit.SECONDS);
  }

  private String stopWithSavepoint(JobID job, boolean drain) throws Exception {
    awaitRunning(job);
    String savepoint =
        cluster
            .stopWithSavepoint(job, savepoints(), drain, SavepointFormatType.CANONICAL)
            .get(60, TimeUnit.SECONDS);
    awaitEnd(job);
    return savepoint;
  }

  private String savepoints() {
    return folder.resolve("sp").toUri().toString();
  }

  private void cancel(JobID job) throws Exception {
    cluster.cancelJob(job).get();
    awaitEnd(job);
  }

  private void awaitEnd(JobID job) {
    Awaitility.await().atMost(PATIENCE).until(() -> !isRunning(job));
  }

  private String failure(JobID job) throws Exception {
    return cluster
        .requestJobResult(job)
        .get(60, TimeUnit.SECONDS)
        .getSerializedThrowable()
        .orElseThrow()
        .getFullStringifiedStackTrace();
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

  private JobID submit(StreamExecutionEnvironment environment) throws Exception {
    return submit(environment, null);
  }

  private JobID submit(StreamExecutionEnvironment environment, @Nullable String savepoint)
      throws Exception {
    JobGraph graph = environment.getStreamGraph().getJobGraph();
    if (savepoint != null) {
      graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint, false));
    }
    cluster.submitJob(graph).get();
    return graph.getJobID();
  }
}
