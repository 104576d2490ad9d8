package io.alluvium.models;

import io.alluvium.models.compile.JobPlan;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.SqlRun;
import io.alluvium.models.run.JobRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** A cluster on which all jobs fail, and restart from their checkpoints, when they are told to. */
final class FailingCluster implements AutoCloseable {
  private static final int PARALLELISM = 2;
  private static final int SLOTS = 28;
  private static final AtomicInteger FAILURES = new AtomicInteger();

  private final MiniCluster cluster;
  private final Path checkpoints;
  private final long seed;
  private final List<JobID> jobs = new ArrayList<>();

  /**
   * @param seed chooses the state backend
   */
  FailingCluster(Path checkpoints, long seed) throws Exception {
    this.checkpoints = checkpoints;
    this.seed = seed;
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(JobManagerOptions.EXECUTION_FAILOVER_STRATEGY, "full");
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(448));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(256));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(256));
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SLOTS)
                .build());
    cluster.start();
  }

  void start(JobScript script) {
    Configuration configuration = configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 200);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
    configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    configuration.set(StateBackendOptions.STATE_BACKEND, seed % 2 == 0 ? "rocksdb" : "hashmap");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(PARALLELISM);
    environment.enableCheckpointing(150);
    JobRun.define(environment, script);
    environment
        .fromSequence(0, Long.MAX_VALUE - 1)
        .setParallelism(1)
        .map(new FailOnDemand())
        .setParallelism(1)
        .sinkTo(new DiscardingSink<>())
        .setParallelism(1);
    JobGraph graph = environment.getStreamGraph().getJobGraph();
    jobs.add(cluster.submitJob(graph).join().getJobID());
  }

  void runInBatch(JobScript script) throws Exception {
    Configuration configuration = configuration();
    configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(PARALLELISM);
    StreamTableEnvironment tables =
        StreamTableEnvironment.create(environment, EnvironmentSettings.inBatchMode());
    script.preparation().forEach(statement -> SqlRun.run(tables, statement));
    StreamStatementSet inserts = tables.createStatementSet();
    JobPlan.add(inserts, script);
    inserts.attachAsDataStream();
    cluster.executeJobBlocking(environment.getStreamGraph().getJobGraph());
  }

  private static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    return configuration;
  }

  /** Makes every job restart from its latest checkpoint. */
  void fail() {
    FAILURES.incrementAndGet();
  }

  boolean hasEndedJob() throws Exception {
    for (JobID job : jobs) {
      if (cluster.getJobStatus(job).get().isTerminalState()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws Exception {
    for (JobID job : jobs) {
      cluster.cancelJob(job).get();
    }
    cluster.close();
  }

  private static final class FailOnDemand extends RichMapFunction<Long, Long> {
    private static final long serialVersionUID = 1L;
    private static final long PAUSE_NANOS = 5_000_000;

    private transient int seen;

    @Override
    public void open(OpenContext context) {
      seen = FAILURES.get();
    }

    @Override
    public Long map(Long number) {
      LockSupport.parkNanos(PAUSE_NANOS);
      if (FAILURES.get() != seen) {
        throw new IllegalStateException("induced failure");
      }
      return number;
    }
  }
}
