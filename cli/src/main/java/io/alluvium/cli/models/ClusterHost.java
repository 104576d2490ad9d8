package io.alluvium.cli.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.cluster.ClusterAddress;
import io.alluvium.cluster.ClusterException;
import io.alluvium.cluster.ClusterJobs;
import io.alluvium.cluster.FlinkRest;
import io.alluvium.cluster.RemoteFailures;
import io.alluvium.local.LocalFlink;
import io.alluvium.models.deploy.JobHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;

/**
 * A session cluster, which goes on when this process ends.
 *
 * @param configuration of the jobs
 * @param jar of the models' classes
 */
record ClusterHost(ClusterJobs cluster, Configuration configuration, Path jar) implements JobHost {
  @Override
  public Configuration configuration() {
    return new Configuration(configuration);
  }

  @Override
  public Optional<String> address() {
    return Optional.of(cluster.address().url());
  }

  @Override
  public HostedJob submit(JobGraph graph) throws Exception {
    return new Hosted(cluster.submit(graph, List.of(jar)), cluster.address());
  }

  @Override
  public Optional<HostedJob> running(String address, JobID job) throws Exception {
    return address.equals(cluster.address().url())
        ? cluster.running(job).map(found -> new Hosted(found, cluster.address()))
        : running(ClusterAddress.of(address), job);
  }

  @Override
  public Optional<Throwable> failedWith(String address, JobID job) throws Exception {
    return address.equals(cluster.address().url())
        ? cluster.failure(job)
        : failedWith(ClusterAddress.of(address), job);
  }

  @Override
  public Optional<String> stoppedWith(String address, JobID job) throws Exception {
    return stoppedWith(ClusterAddress.of(address), job);
  }

  @Override
  public Optional<Path> newestCheckpoint(Path folder) throws Exception {
    return LocalFlink.newestCheckpoint(folder);
  }

  /**
   * A job of any cluster; one that has ended runs none.
   *
   * @throws ClusterException where the cluster does not tell
   */
  static Optional<HostedJob> running(ClusterAddress address, JobID job) throws Exception {
    if (hasEnded(address, job)) {
      return Optional.empty();
    }
    ClusterJobs other = ClusterJobs.connect(address, new Configuration());
    Optional<ClusterJobs.Job> found = other.running(job);
    if (found.isEmpty()) {
      other.close();
    }
    return found.map(running -> new Hosted(running, address));
  }

  private static boolean hasEnded(ClusterAddress address, JobID job) throws InterruptedException {
    try {
      return new FlinkRest(address).isRefused();
    } catch (ClusterException e) {
      throw new ClusterException(
          "The session cluster at "
              + address
              + " does not tell whether job "
              + job
              + " still runs there, and it must not run twice: "
              + e.getMessage()
              + ". Try again when it answers. If it is gone for good, set \"cluster\" and \"id\" to"
              + " null in the job's file in the folder 'jobs' of the home",
          e);
    }
  }

  /** Why a job of any cluster has failed, as long as the cluster knows it. */
  static Optional<Throwable> failedWith(ClusterAddress address, JobID job) throws Exception {
    if (hasEnded(address, job)) {
      return Optional.empty();
    }
    try (ClusterJobs cluster = ClusterJobs.connect(address, new Configuration())) {
      return cluster.failure(job);
    }
  }

  /** What a job of any cluster that was stopped left behind, as long as the cluster knows it. */
  static Optional<String> stoppedWith(ClusterAddress address, JobID job)
      throws InterruptedException {
    FlinkRest rest = new FlinkRest(address);
    String path = "/jobs/" + job.toHexString();
    try {
      if (!rest.get(path).path("state").asText().equals(JobStatus.FINISHED.name())) {
        return Optional.empty();
      }
      JsonNode savepoint = rest.get(path + "/checkpoints").at("/latest/savepoint/external_path");
      return Optional.ofNullable(savepoint.textValue());
    } catch (ClusterException e) {
      // The cluster is gone, or does not know the job any more.
      return Optional.empty();
    }
  }

  private record Hosted(ClusterJobs.Job job, RemoteFailures failures) implements HostedJob {
    private Hosted(ClusterJobs.Job job, ClusterAddress address) {
      this(job, new RemoteFailures(new FlinkRest(address), job.id().toHexString()));
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
    public long restarts() throws InterruptedException {
      return failures.restarts();
    }

    @Override
    public Optional<String> lastFailure() throws InterruptedException {
      return failures.last();
    }

    @Override
    public CompletableFuture<?> requestCheckpoint() {
      return job.requestCheckpoint();
    }

    @Override
    public String stopWithSavepoint(Path folder) throws Exception {
      try {
        return job.stopWithSavepoint(folder.toUri());
      } catch (ClusterException e) {
        throw new ExecutionException(e);
      }
    }

    @Override
    public void cancel() throws Exception {
      job.cancel();
    }
  }
}
