package io.alluvium.demo;

import io.alluvium.cluster.ClusterJobs;
import io.alluvium.cluster.JobJar;
import io.alluvium.local.LocalFlink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.RestoreMode;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.state.storage.FileSystemCheckpointStorage;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * A session cluster on this machine. Which job runs there is written to the home before it is
 * submitted, so that the next demo ends what a demo that was killed has left.
 */
final class SessionFlink implements DemoFlink {
  private static final long LOOK_MILLIS = 100;

  private final Path home;
  private final ClusterJobs cluster;
  private final Configuration jobs;
  private final Duration patience;
  private final Deque<ClusterJobs.Job> submitted = new ArrayDeque<>();

  /**
   * @param home for checkpoints
   * @param jobs the settings of jobs
   * @param patience how long to wait for slots, which those that were cancelled give back
   */
  SessionFlink(Path home, ClusterJobs cluster, Configuration jobs, Duration patience) {
    this.home = home;
    this.cluster = cluster;
    this.jobs = jobs;
    this.patience = patience;
  }

  @Override
  public Configuration configuration() {
    return new Configuration(jobs);
  }

  @Override
  public String webUrl() {
    return cluster.address().url();
  }

  @Override
  public void requireSlots(List<String> names, int slots) throws Exception {
    for (String name : names) {
      endLeftOver(number(name));
    }
    long end = System.nanoTime() + patience.toNanos();
    int free = cluster.freeSlots();
    while (free < slots && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      free = cluster.freeSlots();
    }
    if (free < slots) {
      throw new DemoException(
          String.format(
              "The jobs %s need %d slots, and %d are free on the cluster at %s. Cancel other jobs, or"
                  + " start it with more TaskManagers.",
              String.join(", ", names), slots, free, cluster.address().url()));
    }
  }

  @Override
  public void forget(String name) throws IOException {
    LocalFlink.forget(checkpoints(name));
  }

  private Path checkpoints(String name) {
    return home.resolve("checkpoints").resolve(name);
  }

  private Path number(String name) {
    return home.resolve(name + ".job");
  }

  @Override
  public DemoJob submit(String name, Class<?> job, StreamGraph graph) throws Exception {
    Path checkpoints = Files.createDirectories(checkpoints(name));
    Path number = number(name);
    graph.setJobName(name);
    graph.setCheckpointStorage(new FileSystemCheckpointStorage(checkpoints.toUri()));
    JobGraph jobGraph = graph.getJobGraph();
    Optional<Path> newest = LocalFlink.newestCheckpoint(checkpoints);
    newest.ifPresent(
        path ->
            jobGraph.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(
                    path.toUri().toString(),
                    /* allowNonRestoredState= */ false,
                    RestoreMode.CLAIM)));
    JobID id = new JobID();
    jobGraph.setJobID(id);
    Files.writeString(number, id.toHexString());
    ClusterJobs.Job running =
        cluster.submit(jobGraph, List.of(JobJar.of(job, home.resolve("jars"))));
    submitted.push(running);
    return new Submitted(name, newest.isPresent(), running);
  }

  private void endLeftOver(Path number) throws Exception {
    if (Files.exists(number)) {
      Optional<ClusterJobs.Job> left =
          cluster.running(JobID.fromHexString(Files.readString(number)));
      if (left.isPresent()) {
        left.get().cancel();
      }
    }
  }

  /** Cancels the jobs, the last submitted first; the cluster goes on. */
  @Override
  public void close() throws Exception {
    try {
      while (!submitted.isEmpty()) {
        ClusterJobs.Job job = submitted.pop();
        if (!job.status().isGloballyTerminalState()) {
          job.cancel();
        }
      }
    } finally {
      cluster.close();
    }
  }

  private record Submitted(String name, boolean isRestored, ClusterJobs.Job job)
      implements DemoJob {
    @Override
    public Optional<Throwable> failure() throws Exception {
      return job.failure();
    }
  }
}
