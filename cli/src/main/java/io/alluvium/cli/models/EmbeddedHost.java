package io.alluvium.cli.models;

import io.alluvium.cluster.ClusterAddress;
import io.alluvium.local.LocalFlink;
import io.alluvium.models.deploy.JobHost;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;

/** The cluster in this process. */
record EmbeddedHost(LocalFlink flink) implements JobHost {
  @Override
  public Configuration configuration() {
    return flink.configuration();
  }

  @Override
  public Optional<String> address() {
    return Optional.empty();
  }

  @Override
  public Optional<HostedJob> running(String address, JobID job) throws Exception {
    return ClusterHost.running(ClusterAddress.of(address), job);
  }

  @Override
  public Optional<Throwable> failedWith(String address, JobID job) throws Exception {
    return ClusterHost.failedWith(ClusterAddress.of(address), job);
  }

  @Override
  public Optional<String> stoppedWith(String address, JobID job) throws Exception {
    return ClusterHost.stoppedWith(ClusterAddress.of(address), job);
  }

  @Override
  public HostedJob submit(JobGraph graph) throws Exception {
    return new Hosted(flink.submit(graph));
  }

  @Override
  public Optional<Path> newestCheckpoint(Path folder) throws Exception {
    return LocalFlink.newestCheckpoint(folder);
  }

  private record Hosted(LocalFlink.Job job) implements HostedJob {
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
      return job.requestCheckpoint();
    }

    @Override
    public String stopWithSavepoint(Path folder) throws Exception {
      return job.stopWithSavepoint(folder);
    }

    @Override
    public void cancel() throws Exception {
      job.cancel();
    }
  }
}
