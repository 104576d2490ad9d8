package io.alluvium.cli.job;

import io.alluvium.cluster.ClusterAddress;
import io.alluvium.cluster.ClusterHome;
import io.alluvium.cluster.FlinkRest;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which session cluster. */
public final class WhichCluster {
  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      description =
          "Of the cluster's REST interface and web UI. Default: the cluster that 'alluvium cluster"
              + " start' has started.")
  private String address;

  @Option(
      names = "--cluster-home",
      paramLabel = "DIR",
      defaultValue = ClusterHome.DEFAULT,
      description = "The home of that cluster. Default: ${DEFAULT-VALUE}")
  private Path home;

  /**
   * @throws io.alluvium.cluster.ClusterException where none is named and none runs
   */
  public ClusterAddress address() {
    return address == null ? new ClusterHome(home).running().address() : ClusterAddress.of(address);
  }

  FlinkRest rest() {
    return new FlinkRest(address());
  }
}
