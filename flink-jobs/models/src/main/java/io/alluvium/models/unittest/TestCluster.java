package io.alluvium.models.unittest;

import io.alluvium.models.ModelException;
import io.alluvium.models.unittest.rows.CollectedRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration;
import org.apache.flink.runtime.jobgraph.tasks.JobCheckpointingSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.types.Row;
import org.apache.flink.util.InstantiationUtil;

/** One small Flink cluster in this process, for all tests. */
final class TestCluster implements AutoCloseable {
  /** Jobs are planned so, and run at any. */
  static final int PLANNED_PARALLELISM = 2;

  static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(10);
  private static final int SLOTS = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final JobCheckpointingSettings WITHOUT_CHECKPOINTS =
      new JobCheckpointingSettings(
          CheckpointCoordinatorConfiguration.builder()
              .setCheckpointInterval(Long.MAX_VALUE)
              .build(),
          null);

  private final MiniCluster cluster;
  private final Path temporary;

  private TestCluster(MiniCluster cluster, Path temporary) {
    this.cluster = cluster;
    this.temporary = temporary;
  }

  static TestCluster start() throws Exception {
    Path temporary = Files.createTempDirectory("alluvium-unit-tests");
    Configuration settings = new Configuration();
    settings.setString("io.tmp.dirs", temporary.toString());
    settings.setString("rest.bind-address", "127.0.0.1");
    settings.setString("rest.address", "127.0.0.1");
    settings.setString("rest.bind-port", "0");
    settings.setString("web.submit.enable", "false");
    // Many small jobs, one after the other: nothing is to be waited for, and little to be held.
    settings.setString("slotmanager.requirement-check.delay", "0 ms");
    settings.setString("slotmanager.declare-needed-resource.delay", "0 ms");
    settings.setString("taskmanager.memory.network.min", "64 mb");
    settings.setString("taskmanager.memory.network.max", "64 mb");
    settings.setString("taskmanager.memory.managed.size", "256 mb");
    settings.setString("taskmanager.network.memory.buffers-per-channel", "1");
    settings.setString("taskmanager.network.memory.floating-buffers-per-gate", "2");
    settings.setString("jobmanager.execution.failover-strategy", "full");
    settings.setString("state.backend.type", "hashmap");
    // One class loader for all jobs: what the planner generates is compiled once for all runs.
    settings.setString("classloader.check-leaked-classloader", "false");
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SLOTS)
                .build());
    cluster.start();
    return new TestCluster(cluster, temporary);
  }

  /**
   * How a job runs.
   *
   * @param crashes whether it fails once, takes checkpoints until then, and goes on from the last
   */
  record Way(int parallelism, boolean crashes) {
    static final Way PLAIN = new Way(1, false);
  }

  /** A job that was submitted. */
  record Running(JobID id, String name, CompletableFuture<JobResult> result) {}

  /**
   * Submits a copy of the job.
   *
   * @param parameters what its given tables read
   */
  Running submit(JobGraph job, Way way, Map<String, String> parameters) throws Exception {
    JobGraph own = InstantiationUtil.clone(job);
    own.setJobID(new JobID());
    for (JobVertex vertex : own.getVertices()) {
      // The others are of one task, whatever the job's parallelism.
      if (vertex.getParallelism() == PLANNED_PARALLELISM) {
        vertex.setParallelism(way.parallelism());
      }
    }
    Configuration settings = own.getJobConfiguration();
    settings.setString("restart-strategy.type", way.crashes() ? "fixed-delay" : "none");
    settings.setString("restart-strategy.fixed-delay.attempts", "3");
    settings.setString("restart-strategy.fixed-delay.delay", "0 ms");
    if (!way.crashes()) {
      own.setSnapshotSettings(WITHOUT_CHECKPOINTS);
    }
    ExecutionConfig config =
        own.getSerializedExecutionConfig().deserializeValue(getClass().getClassLoader());
    config.setGlobalJobParameters(Configuration.fromMap(parameters));
    own.setExecutionConfig(config);
    cluster.submitJob(own).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return new Running(own.getJobID(), own.getName(), cluster.requestJobResult(own.getJobID()));
  }

  /**
   * The changes that a job has written.
   *
   * @throws ModelException with the reason, where the job has failed
   */
  List<Row> rows(Running job) throws Exception {
    try {
      return CollectedRows.of(
          job.result()
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
              .toJobExecutionResult(getClass().getClassLoader()));
    } catch (TimeoutException e) {
      cluster.cancelJob(job.id()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      throw new ModelException(
          job.name() + ": the query did not end within " + PATIENCE.toSeconds() + " s", e);
    } catch (ExecutionException | org.apache.flink.runtime.client.JobExecutionException e) {
      throw new ModelException(job.name() + ": the query failed: " + ModelException.reason(e), e);
    }
  }

  @Override
  public void close() throws Exception {
    cluster.closeAsync().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    try (Stream<Path> files = Files.walk(temporary)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new ModelException(temporary + " cannot be removed: " + e.getMessage(), e);
    }
  }
}
