package io.alluvium.local;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ClusterOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.contrib.streaming.state.RocksDBConfigurableOptions;
import org.apache.flink.contrib.streaming.state.RocksDBOptions;
import org.apache.flink.core.execution.CheckpointingMode;

/** Flink's settings for a cluster that shares one process with other services. */
final class FlinkConfiguration {
  private static final MemorySize NETWORK = MemorySize.ofMebiBytes(128);
  private static final MemorySize MANAGED = MemorySize.ofMebiBytes(256);
  private static final MemorySize ROCKSDB = MemorySize.ofMebiBytes(384);
  private static final MemorySize WRITE_BUFFER = MemorySize.ofMebiBytes(4);
  private static final MemorySize FIRST_LEVEL = MemorySize.ofMebiBytes(32);
  private static final MemorySize TABLE_FILE = MemorySize.ofMebiBytes(8);

  private FlinkConfiguration() {}

  static Configuration ofCluster(Path temporary, int webPort) {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.ADDRESS, Loopback.ADDRESS);
    configuration.set(RestOptions.BIND_ADDRESS, Loopback.ADDRESS);
    configuration.set(RestOptions.BIND_PORT, Integer.toString(webPort));
    configuration.set(RestOptions.PORT, webPort);
    configuration.set(JobManagerOptions.ADDRESS, Loopback.ADDRESS);
    configuration.set(JobManagerOptions.BIND_HOST, Loopback.ADDRESS);
    configuration.set(TaskManagerOptions.HOST, Loopback.ADDRESS);
    configuration.set(TaskManagerOptions.BIND_HOST, Loopback.ADDRESS);
    configuration.set(SecurityOptions.DELEGATION_TOKENS_ENABLED, false);
    // Nobody has to upload programs to this cluster.
    configuration.set(WebOptions.SUBMIT_ENABLE, false);
    configuration.set(WebOptions.TMP_DIR, temporary.toString());
    configuration.set(CoreOptions.TMP_DIRS, temporary.toString());
    configuration.set(ClusterOptions.PROCESS_WORKING_DIR_BASE, temporary.toString());
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED);
    // Keeps checkpoint barriers from waiting behind full buffers.
    configuration.set(TaskManagerOptions.BUFFER_DEBLOAT_ENABLED, true);
    // One pool for all slots: a job with much state may use what the others leave.
    configuration.set(RocksDBOptions.FIX_PER_TM_MEMORY_SIZE, ROCKSDB);
    return configuration;
  }

  static Configuration ofJobs(Duration checkpointInterval) {
    Configuration configuration = new Configuration();
    configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    // Each state of each task allocates at least an eighth of this; where all together are over
    // the bound on RocksDB's memory, it flushes at every write.
    configuration.set(RocksDBConfigurableOptions.WRITE_BUFFER_SIZE, WRITE_BUFFER);
    configuration.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, true);
    // The whole filter of a state with millions of keys would not fit a shard of the block cache.
    configuration.set(RocksDBOptions.USE_PARTITIONED_INDEX_FILTERS, true);
    // Each checkpoint flushes a little; against a first level of 256 MB every few of them would
    // write a state of that size anew.
    configuration.set(RocksDBConfigurableOptions.USE_DYNAMIC_LEVEL_SIZE, true);
    configuration.set(RocksDBConfigurableOptions.MAX_SIZE_LEVEL_BASE, FIRST_LEVEL);
    configuration.set(RocksDBConfigurableOptions.TARGET_FILE_SIZE_BASE, TABLE_FILE);
    configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
    configuration.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    configuration.set(
        CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, checkpointInterval.dividedBy(5));
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    configuration.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 1);
    configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 3);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    restarts(configuration);
    return configuration;
  }

  /** A job that fails ten times without a calm minute between has failed. */
  private static void restarts(Configuration configuration) {
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofMillis(200));
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(10));
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_BACKOFF_MULTIPLIER, 2.0);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
        Duration.ofMinutes(1));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, 10);
  }
}
