package io.alluvium.models.deploy;

import io.alluvium.local.LocalFlink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;

/** A cluster in this process, on which jobs can be ended as by a failure. */
final class LocalHost implements JobHost {
  private final LocalFlink flink;
  private final Deaths deaths;
  private final Optional<String> address;
  private final List<LocalFlink.Job> running = new ArrayList<>();
  private final Map<JobID, String> stopped = new HashMap<>();

  LocalHost(LocalFlink flink) {
    this(flink, new Deaths());
  }

  LocalHost(LocalFlink flink, Deaths deaths) {
    this(flink, deaths, Optional.empty());
  }

  private LocalHost(LocalFlink flink, Deaths deaths, Optional<String> address) {
    this.flink = flink;
    this.deaths = deaths;
    this.address = address;
  }

  /** As a session cluster, whose jobs others can stop. */
  static LocalHost at(String address, LocalFlink flink) {
    return new LocalHost(flink, new Deaths(), Optional.of(address));
  }

  @Override
  public Configuration configuration() {
    return flink.configuration();
  }

  @Override
  public Optional<String> address() {
    return address;
  }

  @Override
  public Optional<HostedJob> running(String of, JobID job) {
    return running.stream().filter(run -> run.id().equals(job)).findFirst().map(Hosted::new);
  }

  @Override
  public Optional<Throwable> failedWith(String of, JobID job) {
    return Optional.empty();
  }

  @Override
  public Optional<String> stoppedWith(String of, JobID job) {
    return Optional.ofNullable(stopped.get(job));
  }

  /** Stops all jobs with savepoints of which nobody is told who does not ask. */
  void stopAll(Path savepoints) throws Exception {
    for (LocalFlink.Job job : running) {
      stopped.put(job.id(), job.stopWithSavepoint(savepoints));
    }
    running.clear();
  }

  @Override
  public HostedJob submit(JobGraph graph) throws Exception {
    deaths.step("before a job is submitted");
    LocalFlink.Job job = flink.submit(graph);
    running.add(job);
    deaths.step("after a job is submitted");
    return new Hosted(job);
  }

  @Override
  public Optional<Path> newestCheckpoint(Path folder) throws Exception {
    return LocalFlink.newestCheckpoint(folder);
  }

  Deaths deaths() {
    return deaths;
  }

  /** Ends all jobs, as when the process ends. */
  void kill() throws Exception {
    for (LocalFlink.Job job : running) {
      if (!job.status().isGloballyTerminalState()) {
        job.cancel();
      }
    }
    running.clear();
  }

  private final class Hosted implements HostedJob {
    private final LocalFlink.Job job;

    private Hosted(LocalFlink.Job job) {
      this.job = job;
    }

    @Override
    public JobStatus status() throws Exception {
      return job.status();
    }

    @Override
    public Optional<Throwable> failure() throws Exception {
      return job.failure();
    }

    @Override
    public long restarts() {
      return 0;
    }

    @Override
    public Optional<String> lastFailure() {
      return Optional.empty();
    }

    @Override
    public CompletableFuture<?> requestCheckpoint() {
      deaths.step("while it catches up");
      return job.requestCheckpoint();
    }

    @Override
    public String stopWithSavepoint(Path folder) throws Exception {
      deaths.step("before a job is stopped");
      String savepoint = job.stopWithSavepoint(folder);
      deaths.step("after a job is stopped");
      return savepoint;
    }

    @Override
    public void cancel() throws Exception {
      deaths.step("before a job is cancelled");
      job.cancel();
    }
  }
}
