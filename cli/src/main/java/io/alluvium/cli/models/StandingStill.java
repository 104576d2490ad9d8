package io.alluvium.cli.models;

import io.alluvium.cluster.ClusterAddress;
import io.alluvium.local.LocalFlink;
import io.alluvium.models.deploy.JobHost;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;

/** No cluster, for what is done to a job that does not run. */
enum StandingStill implements JobHost {
  INSTANCE;

  @Override
  public Configuration configuration() {
    return new Configuration();
  }

  @Override
  public Optional<String> address() {
    return Optional.empty();
  }

  @Override
  public HostedJob submit(JobGraph graph) {
    throw new IllegalStateException("No job is started here");
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
  public Optional<Path> newestCheckpoint(Path folder) throws Exception {
    return LocalFlink.newestCheckpoint(folder);
  }
}
