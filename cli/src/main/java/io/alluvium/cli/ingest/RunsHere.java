package io.alluvium.cli.ingest;

import io.alluvium.local.DirectoryLock;
import io.alluvium.local.JobFailedException;
import io.alluvium.local.LocalFlink;
import io.alluvium.local.LocalServiceException;
import io.alluvium.local.StopSignal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command that runs one job in this process until it has read all its input, or is told to stop.
 * Checkpoints are kept in the home, by the job's name; the next run goes on from them.
 */
@Command(
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all input is in the lake",
      "1:the job failed; the message and the log say why",
      "2:wrong use: the message says what to change",
      "130, 143:stopped by Ctrl-C or SIGTERM, in an orderly way"
    })
abstract class RunsHere implements Callable<Integer> {
  private static final Duration TICK = Duration.ofSeconds(2);
  private static final String SOURCE = "Source__";
  private static final String EMITTED = ".numRecordsOut";

  @Mixin private LocalRun run;
  @Spec private CommandSpec spec;

  /** Stable, and another one for each definition: checkpoints are found by it. */
  abstract String jobName();

  /** Adds the job to the environment, whose parallelism is set. */
  abstract void define(StreamExecutionEnvironment environment) throws Exception;

  /** What the job has done beside reading rows, for a line of progress; empty for nothing. */
  String progress(Map<String, Double> metrics) {
    return "";
  }

  /** Told once the job has come to the end of its input; may {@link #tell} what it did. */
  void finished() {}

  /** Whether {@link #progress} wants a metric. */
  boolean wants(String metric) {
    return false;
  }

  final LocalRun run() {
    return run;
  }

  final CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws Exception {
    Path home = run.home().resolve("jobs").resolve(jobName());
    Files.createDirectories(home);
    try (DirectoryLock lock = lock(home);
        StopSignal stop = new StopSignal();
        LocalFlink flink =
            LocalFlink.start(
                home,
                new LocalFlink.Settings(
                    run.webPort(), run.parallelism(), run.checkpointInterval()))) {
      StreamExecutionEnvironment environment =
          StreamExecutionEnvironment.getExecutionEnvironment(flink.configuration());
      environment.setParallelism(run.parallelism());
      define(environment);
      LocalFlink.Job job = flink.submit(jobName(), environment.getStreamGraph());
      tell(
          (job.restoredFrom().isPresent() ? "Going on with " : "Running ")
              + jobName()
              + " into "
              + run.lake()
              + ". Ctrl-C stops it; the same command goes on. Web UI: "
              + flink.webUrl());
      return follow(job, new JobMetrics(flink.webUrl(), job.id().toString()), stop);
    }
  }

  private DirectoryLock lock(Path home) throws IOException {
    return DirectoryLock.acquire(home.resolve("lock"))
        .orElseThrow(
            () ->
                new LocalServiceException(
                    jobName()
                        + " runs in "
                        + run.home()
                        + " already. Stop it, or choose another --home."));
  }

  private int follow(LocalFlink.Job job, JobMetrics metrics, StopSignal stop) throws Exception {
    long begun = System.nanoTime();
    while (!stop.await(TICK)) {
      JobStatus status = job.status();
      if (status == JobStatus.FINISHED) {
        tell("Done in " + seconds(begun) + " s.");
        finished();
        return 0;
      } else if (status.isGloballyTerminalState()) {
        throw new JobFailedException(jobName(), job.failure().orElse(null));
      }
      tellProgress(metrics, seconds(begun), status);
    }
    tell("Stopping. The same command goes on from here.");
    return 0;
  }

  private void tellProgress(JobMetrics job, long seconds, JobStatus status)
      throws InterruptedException {
    try {
      Map<String, Double> metrics = job.sums(name -> isRowsRead(name) || wants(name));
      double rows =
          metrics.entrySet().stream()
              .filter(metric -> isRowsRead(metric.getKey()))
              .mapToDouble(Map.Entry::getValue)
              .sum();
      String detail = progress(metrics);
      tell(
          String.format(
              "%5d s  %s  rows read %,.0f  checkpoints %d%s",
              seconds,
              status == JobStatus.RUNNING ? "running" : status.name().toLowerCase(Locale.ROOT),
              rows,
              job.checkpoints(),
              detail.isEmpty() ? "" : "  " + detail));
    } catch (IOException e) {
      // The job may have ended between two questions; the next look at its status tells.
      tell(String.format("%5d s  no metrics: %s", seconds, e.getMessage()));
    }
  }

  private static boolean isRowsRead(String metric) {
    return metric.startsWith(SOURCE) && metric.endsWith(EMITTED);
  }

  private static long seconds(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun).toSeconds();
  }

  /** Tells people something; it is no result. */
  final void tell(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
