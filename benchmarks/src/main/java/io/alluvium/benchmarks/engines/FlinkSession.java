package io.alluvium.benchmarks.engines;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import javax.annotation.Nullable;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** A fresh Flink of two slots in this process, set the same for every side. */
public record FlinkSession(StreamExecutionEnvironment streams, StreamTableEnvironment tables) {
  public static final int PARALLELISM = 2;

  public static FlinkSession open(Path folder, String stateBackend, Duration checkpointInterval) {
    return open(folder, stateBackend, checkpointInterval, null);
  }

  /**
   * @param savepoint that the job goes on from; null where it begins
   */
  static FlinkSession open(
      Path folder, String stateBackend, Duration checkpointInterval, @Nullable String savepoint) {
    Configuration configuration = common();
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    setJob(configuration, folder, stateBackend);
    return of(
        StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, configuration),
        checkpointInterval);
  }

  /** On a cluster that stays from one job to the next, so that its code need not be made again. */
  static FlinkSession openOn(
      MiniCluster cluster, Path folder, String stateBackend, Duration checkpointInterval)
      throws Exception {
    Configuration configuration = on(cluster);
    setJob(configuration, folder, stateBackend);
    return of(new StreamExecutionEnvironment(configuration), checkpointInterval);
  }

  private static FlinkSession of(StreamExecutionEnvironment streams, Duration checkpointInterval) {
    streams.enableCheckpointing(checkpointInterval.toMillis());
    return new FlinkSession(streams, StreamTableEnvironment.create(streams));
  }

  private static void setJob(Configuration configuration, Path folder, String stateBackend) {
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(StateBackendOptions.STATE_BACKEND, stateBackend);
    configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        folder.resolve("checkpoints").toUri().toString());
    configuration.setString("state.backend.rocksdb.memory.partitioned-index-filters", "true");
    configuration.setString("state.backend.rocksdb.compaction.level.use-dynamic-size", "true");
    configuration.setString("state.backend.rocksdb.compaction.level.max-size-level-base", "32mb");
    configuration.setString("state.backend.rocksdb.compaction.level.target-file-size-base", "8mb");
    configuration.setString("state.backend.rocksdb.use-bloom-filter", "true");
  }

  /** Ends a job, and returns when it writes nothing more. */
  public static void cancel(JobClient job) throws Exception {
    job.cancel().get();
    // That it was cancelled is its result.
    job.getJobExecutionResult().handle((result, cancelled) -> result).get();
  }

  /** For queries that end, on a cluster of their own. */
  static TableEnvironment batch() {
    return batch(common());
  }

  /** For queries that end, on a cluster that stays from one to the next. */
  static TableEnvironment batchOn(MiniCluster cluster) throws Exception {
    return batch(on(cluster));
  }

  private static Configuration on(MiniCluster cluster) throws Exception {
    Configuration configuration = common();
    target(configuration, cluster);
    return configuration;
  }

  /** Lets jobs be submitted to a cluster. */
  static void target(Configuration configuration, MiniCluster cluster) throws Exception {
    URI rest = cluster.getRestAddress().get();
    configuration.set(DeploymentOptions.TARGET, "remote");
    configuration.set(RestOptions.ADDRESS, rest.getHost());
    configuration.set(RestOptions.PORT, rest.getPort());
  }

  private static TableEnvironment batch(Configuration configuration) {
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, PARALLELISM);
    return TableEnvironment.create(
        EnvironmentSettings.newInstance().inBatchMode().withConfiguration(configuration).build());
  }

  /** A cluster as each session has one for itself otherwise. */
  static MiniCluster startCluster() throws Exception {
    return startCluster(common());
  }

  /** A cluster with settings, and Flink's defaults where there are none. */
  static MiniCluster startCluster(Configuration settings) throws Exception {
    Configuration configuration = new Configuration(settings);
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(RestOptions.ADDRESS, "localhost");
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(PARALLELISM)
                .build());
    cluster.start();
    return cluster;
  }

  private static Configuration common() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.setString("taskmanager.memory.managed.size", "512m");
    configuration.setString("taskmanager.memory.network.min", "64m");
    configuration.setString("taskmanager.memory.network.max", "64m");
    configuration.setString("table.local-time-zone", "UTC");
    return configuration;
  }
}
