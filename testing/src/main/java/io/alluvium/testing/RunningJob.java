package io.alluvium.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A job on a cluster of its own, which fails and restarts when it is told to. */
public final class RunningJob implements AutoCloseable {
  private static final AtomicInteger FAILURES = new AtomicInteger();

  private final JobClient client;
  private final CompletableFuture<JobExecutionResult> result;
  private boolean stopped;

  private RunningJob(JobClient client) {
    this.client = client;
    // Asked for now: the cluster ends with its job, and then answers no more.
    this.result = client.getJobExecutionResult();
  }

  /** Adds a job to an environment. */
  public interface Definition {
    void define(StreamExecutionEnvironment environment);
  }

  public static RunningJob start(Path checkpoints, int parallelism, Definition definition)
      throws Exception {
    return start(checkpoints, parallelism, null, definition);
  }

  public static RunningJob start(
      Path checkpoints, int parallelism, String savepoint, Definition definition) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(RestOptions.ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    configuration.set(JobManagerOptions.EXECUTION_FAILOVER_STRATEGY, "full");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 200);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
    configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
    if (savepoint != null) {
      configuration.setString("execution.state-recovery.path", savepoint);
    }
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
    environment.enableCheckpointing(200);
    definition.define(environment);
    environment
        .fromSequence(0, Long.MAX_VALUE - 1)
        .setParallelism(1)
        .map(new FailOnDemand())
        .setParallelism(1)
        .sinkTo(new DiscardingSink<>())
        .setParallelism(1);
    FAILURES.set(0);
    return new RunningJob(environment.executeAsync());
  }

  /** Makes the whole job restart from its latest checkpoint. */
  public void fail() {
    FAILURES.incrementAndGet();
  }

  public boolean hasFailedAsTold() {
    return FAILURES.get() == 0;
  }

  public JobStatus status() throws Exception {
    return client.getJobStatus().get();
  }

  /**
   * Waits until the job has failed for good, and says why.
   *
   * @throws AssertionError where it has not within the time
   */
  public Throwable failure(Duration atMost) throws InterruptedException {
    try {
      result.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      throw new AssertionError("the job has come to its end");
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (TimeoutException e) {
      throw new AssertionError("the job has not failed within " + atMost, e);
    }
  }

  public String stopWithSavepoint(Path folder) throws Exception {
    String savepoint =
        client
            .stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
            .get();
    stopped = true;
    return savepoint;
  }

  @Override
  public void close() throws Exception {
    if (!stopped && !result.isDone()) {
      client.cancel().get();
    }
  }

  private static final class FailOnDemand implements MapFunction<Long, Long> {
    private static final long serialVersionUID = 1L;
    private static final long PAUSE_NANOS = 2_000_000;

    @Override
    public Long map(Long number) {
      LockSupport.parkNanos(PAUSE_NANOS);
      if (FAILURES.get() > 0) {
        FAILURES.decrementAndGet();
        throw new IllegalStateException("induced failure");
      }
      return number;
    }
  }
}
