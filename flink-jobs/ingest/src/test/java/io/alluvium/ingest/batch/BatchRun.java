package io.alluvium.ingest.batch;

import io.alluvium.definitions.Definition;
import io.alluvium.definitions.DefinitionSchema;
import io.alluvium.testing.RunningJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs of batch inlets in tests. */
public final class BatchRun {
  private static final AtomicInteger RUNS = new AtomicInteger();

  private BatchRun() {}

  /** As in every inlet's job class. */
  public interface Job {
    void define(StreamExecutionEnvironment environment, String lake, InletDefinition definition);
  }

  public static InletDefinition definition(
      DefinitionSchema schema, String yaml, Map<String, String> environment) {
    return new InletDefinition(Definition.parse("orders.yaml", yaml, schema, environment), null);
  }

  /** Runs a job that has an end, to its end. */
  public static void once(Path folder, Job job, InletDefinition definition) throws Exception {
    once(folder, environment -> job.define(environment, lake(folder), definition));
  }

  /** As {@link #once(Path, Job, InletDefinition)}, of any job. */
  public static void once(Path folder, RunningJob.Definition job) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(RestOptions.ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        folder.resolve("checkpoints").toUri().toString());
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
    environment.enableCheckpointing(200);
    job.define(environment);
    environment.execute();
  }

  /** Starts a job that has no end, and fails when it is told to. */
  public static RunningJob start(Path folder, int parallelism, Job job, InletDefinition definition)
      throws Exception {
    return RunningJob.start(
        folder.resolve("checkpoints-" + RUNS.incrementAndGet()),
        parallelism,
        environment -> job.define(environment, lake(folder), definition));
  }

  public static String lake(Path folder) {
    return folder.resolve("lake").toString();
  }

  public static final Duration PATIENCE = Duration.ofSeconds(60);
}
