package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.worker.StopMark;
import io.alluvium.local.JobFailedException;
import io.alluvium.local.LocalFlink;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Flink as {@code alluvium models run} starts it. */
record RunnerCluster(LocalFlink flink) implements AutoCloseable {
  static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

  static RunnerCluster start(Path folder) throws Exception {
    return new RunnerCluster(
        LocalFlink.start(
            folder.resolve("flink"),
            new LocalFlink.Settings(0, FlinkSession.PARALLELISM, CHECKPOINT_INTERVAL)));
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
