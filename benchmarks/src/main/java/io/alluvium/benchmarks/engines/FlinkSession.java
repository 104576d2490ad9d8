package io.alluvium.benchmarks.engines;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** A fresh Flink of two slots in this process, set the same for every side. */
record FlinkSession(StreamExecutionEnvironment streams, StreamTableEnvironment tables) {
  static final int PARALLELISM = 2;

  static FlinkSession open(Path folder, String stateBackend, Duration checkpointInterval) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(StateBackendOptions.STATE_BACKEND, stateBackend);
    configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        folder.resolve("checkpoints").toUri().toString());
    configuration.setString("state.backend.rocksdb.memory.partitioned-index-filters", "true");
    configuration.setString("state.backend.rocksdb.use-bloom-filter", "true");
    configuration.setString("taskmanager.memory.managed.size", "512m");
    configuration.setString("taskmanager.memory.network.min", "64m");
    configuration.setString("taskmanager.memory.network.max", "64m");
    configuration.setString("table.local-time-zone", "UTC");
    StreamExecutionEnvironment streams =
        StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, configuration);
    streams.enableCheckpointing(checkpointInterval.toMillis());
    return new FlinkSession(streams, StreamTableEnvironment.create(streams));
  }
}
