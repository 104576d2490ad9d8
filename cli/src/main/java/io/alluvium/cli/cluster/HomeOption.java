package io.alluvium.cli.cluster;

import io.alluvium.cluster.ClusterHome;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which of the clusters on this machine. */
public final class HomeOption {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = ClusterHome.DEFAULT,
      description =
          "Keeps the cluster's processes, logs, checkpoints and savepoints."
              + " Default: ${DEFAULT-VALUE}")
  private Path home;

  ClusterHome home() {
    return new ClusterHome(home);
  }
}
