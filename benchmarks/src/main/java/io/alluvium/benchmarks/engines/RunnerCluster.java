package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.worker.StopMark;
import io.alluvium.local.JobFailedException;
import io.alluvium.local.LocalFlink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Flink as {@code alluvium models run} starts it, for the runs of a worker one after the other. It
 * stays from run to run, as Spark's session does: a cluster loads Flink's RPC in a class loader of
 * its own, whose machine code would be made anew.
 */
record RunnerCluster(LocalFlink flink) implements AutoCloseable {
  static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

  /** For one job at a time. */
  static RunnerCluster start(Path run) throws Exception {
    return start(run, FlinkSession.PARALLELISM, CHECKPOINT_INTERVAL);
  }

  /**
   * @param run the folder of a run, beside which the cluster has its own
   * @param slots for the tasks of all jobs that run at a time
   */
  static RunnerCluster start(Path run, int slots, Duration checkpointInterval) throws Exception {
    return new RunnerCluster(
        LocalFlink.start(
            Files.createTempDirectory(run.toAbsolutePath().getParent(), "flink"),
            new LocalFlink.Settings(0, slots, checkpointInterval)));
  }

  StreamExecutionEnvironment environment() {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(flink.configuration());
    environment.setParallelism(FlinkSession.PARALLELISM);
    return environment;
  }

  /** Runs a job whose input ends. */
  void runToEnd(String name, StreamExecutionEnvironment environment) throws Exception {
    LocalFlink.Job job = flink.submit(name, environment.getStreamGraph());
    JobStatus status = job.status();
    while (!status.isGloballyTerminalState()) {
      StopMark.pause();
      status = job.status();
    }
    if (status != JobStatus.FINISHED) {
      throw new JobFailedException(name, job.failure().orElse(null));
    }
  }

  @Override
  public void close() throws Exception {
    flink.close();
  }
}
