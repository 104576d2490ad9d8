package io.alluvium.cli.job;

import io.alluvium.cluster.FlinkRest;
import io.alluvium.cluster.RemoteJob;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which job. */
final class OneJob {
  @Mixin private WhichCluster cluster;

  @Parameters(
      paramLabel = "JOB",
      description = "Its name, its id or the beginning of that; 'alluvium job list' shows them.")
  private String job;

  private FlinkRest rest;

  FlinkRest rest() {
    if (rest == null) {
      rest = cluster.rest();
    }
    return rest;
  }

  /**
   * @throws io.alluvium.cluster.ClusterException where there is none of that name, or several
   */
  RemoteJob job() throws InterruptedException {
    return RemoteJob.of(rest(), job);
  }
}
