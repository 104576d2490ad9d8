package io.alluvium.benchmarks.operations;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.cluster.FlinkRest;
import io.alluvium.cluster.JobJar;
import io.alluvium.cluster.RemoteJob;
import io.alluvium.models.ModelsJob;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The job of a project on a cluster, as users start, change and end it.
 *
 * @param home of the project's jobs
 * @param jar of the jobs' classes, for {@code flink}
 */
public record ModelsOnCluster(
    BenchCluster cluster, JavaCommand command, StatefulModels models, Path home, Path jar) {
  /** Of a checkpoint and the next, whoever starts the job. */
  public static final Duration INTERVAL = Duration.ofSeconds(2);

  private static final Pattern SUBMITTED = Pattern.compile("JobID ([0-9a-f]{32})");
  private static final Pattern SAVEPOINT = Pattern.compile("Path: (file:\\S+)");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** The REST interface gives details that are as old as that ({@code web.refresh-interval}). */
  private static final Duration ANSWERS_KEPT = Duration.ofMillis(3_500);

  private static final double MEGABYTE = 1e6;

  /**
   * @param folder of what the side writes beside its tables
   * @param installation the checkout
   */
  public static ModelsOnCluster of(
      BenchCluster cluster, StatefulModels models, Path folder, Path installation)
      throws IOException {
    return new ModelsOnCluster(
        cluster,
        new JavaCommand(cluster.configuration(), installation, folder.resolve("commands")),
        models,
        folder.resolve("home"),
        JobJar.of(ModelsJob.class, folder));
  }

  /** Starts the job, from the newest checkpoint where it ran before. */
  public String run() throws IOException, InterruptedException {
    command.alluvium(arguments("models", "run"));
    return runningId();
  }

  /**
   * Changes the job as the project says now.
   *
   * @return the job that runs now
   */
  public String upgrade() throws IOException, InterruptedException {
    command.alluvium(arguments("upgrade", models.job()));
    return runningId();
  }

  private String[] arguments(String... before) {
    List<String> arguments = new ArrayList<>(List.of(before));
    arguments.addAll(
        List.of(
            "--cluster",
            cluster.address(),
            "--project-dir",
            models.project().toString(),
            "--lake",
            models.lake().toString(),
            "--home",
            home.toString(),
            "--parallelism",
            Integer.toString(BenchCluster.PARALLELISM),
            "--checkpoint-interval",
            INTERVAL.toMillis() + " ms"));
    return arguments.toArray(String[]::new);
  }

  private String runningId() throws InterruptedException {
    return RemoteJob.of(cluster.rest(), models.job()).id();
  }

  /**
   * Starts the job by {@code flink run}.
   *
   * @param savepoint that it goes on from; empty for none
   */
  public String flinkRun(String savepoint) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("run", "-d", "-m", cluster.address()));
    if (!savepoint.isEmpty()) {
      arguments.addAll(List.of("-s", savepoint, "-n"));
    }
    arguments.addAll(
        List.of(
            "-p",
            Integer.toString(BenchCluster.PARALLELISM),
            "-Dexecution.checkpointing.interval=" + INTERVAL.toMillis() + "ms",
            "-c",
            ModelsJob.class.getName(),
            jar.toString(),
            "--project.path",
            models.project().toString(),
            "--lake.path",
            models.lake().toUri().toString(),
            "--job",
            models.job()));
    return found(SUBMITTED, command.flink(arguments.toArray(String[]::new)));
  }

  /**
   * Ends the job by {@code flink stop}.
   *
   * @return the savepoint
   */
  public String flinkStop(String job) throws IOException, InterruptedException {
    return found(
        SAVEPOINT,
        command.flink(
            "stop",
            "-m",
            cluster.address(),
            "--type",
            "native",
            "--savepointPath",
            home.resolve("savepoints").toUri().toString(),
            job));
  }

  private static String found(Pattern pattern, String output) {
    Matcher matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new BenchmarkException("flink answers otherwise than it used to: " + output);
    }
    return matcher.group(1);
  }

  /** Cancels a job, and waits until it has ended; its checkpoints stay. */
  public void cancel(String job) throws InterruptedException {
    cluster.rest().patch("/jobs/" + job);
    awaitEnd(job);
  }

  /** When a job ended. */
  public Instant awaitEnd(String job) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      JsonNode seen = cluster.rest().get("/jobs/" + job);
      long ended = seen.path("end-time").asLong();
      if (ended > 0) {
        return Instant.ofEpochMilli(ended);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new BenchmarkException("The job " + job + " does not end");
  }

  /** When a job began to run for the last time: of itself, or after a failure. */
  public Instant runsSince(String job) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(ANSWERS_KEPT.toMillis());
    JsonNode running = cluster.rest().get("/jobs/" + job).at("/timestamps/RUNNING");
    return Instant.ofEpochMilli(running.asLong());
  }

  /** Megabytes of a job's state in its last checkpoint. */
  public double stateMegabytes(String job) throws InterruptedException {
    FlinkRest rest = cluster.rest();
    return rest.get("/jobs/" + job + "/checkpoints").at("/latest/completed/state_size").asLong()
        / MEGABYTE;
  }
}
