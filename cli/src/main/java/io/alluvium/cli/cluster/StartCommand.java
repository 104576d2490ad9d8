package io.alluvium.cli.cluster;

import io.alluvium.cli.Installation;
import io.alluvium.cli.output.FormatOption;
import io.alluvium.cluster.ClusterHome;
import io.alluvium.cluster.ClusterLibraries;
import io.alluvium.cluster.ClusterSettings;
import io.alluvium.cluster.ClusterState;
import io.alluvium.cluster.SessionCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alluvium cluster start}. */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a session cluster, and waits until it takes jobs.",
      "Of a cluster that runs, starts what is missing: a process that has died, or more task"
          + " managers. Its settings stay as they are."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the cluster takes jobs",
      "2:it runs already, a port is busy, a setting is wrong, or the like: the message says what to"
          + " change"
    })
final class StartCommand implements Callable<Integer> {
  private static final int HIGHEST_PORT = 65_535;

  @Mixin private HomeOption home;

  @Option(
      names = "--taskmanagers",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many task managers. Default: ${DEFAULT-VALUE}")
  private int taskManagers;

  @Option(
      names = "--web-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description =
          "Of Flink's REST interface and web UI, 0 for any free one."
              + " Default: ${DEFAULT-VALUE}")
  private int webPort;

  @Option(
      names = "--gateway-port",
      paramLabel = "PORT",
      defaultValue = "8083",
      description = "Of the SQL gateway, 0 for any free one. Default: ${DEFAULT-VALUE}")
  private int gatewayPort;

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      description =
          "The folder of Flink's config.yaml. Default: flink-conf/local of this installation.")
  private Path profile;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "A setting of Flink that counts before that of the file; may be repeated.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(
      names = "--high-availability",
      description =
          "Also starts ZooKeeper, so that jobs outlive the job manager: after its death 'alluvium"
              + " cluster start' starts another, which goes on with them.")
  private boolean highAvailability;

  @Mixin private FormatOption output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    require(taskManagers > 0, "--taskmanagers must be 1 or more, not " + taskManagers);
    for (int port : new int[] {webPort, gatewayPort}) {
      require(port >= 0 && port <= HIGHEST_PORT, "A port must be from 0 to 65535, not " + port);
    }
    long begun = System.nanoTime();
    ClusterHome folder = home.home();
    ClusterState state =
        new SessionCluster(folder)
            .start(
                new ClusterSettings(
                    profile == null
                        ? Installation.profile("local")
                        : profile.toAbsolutePath().normalize(),
                    overrides,
                    ClusterLibraries.of(Installation.root()).classPath(),
                    taskManagers,
                    webPort,
                    gatewayPort,
                    highAvailability));
    spec.commandLine()
        .getErr()
        .printf(
            "The cluster takes jobs after %.1f s. Web UI: %s%n",
            Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0, state.address());
    ClusterTable.print(folder, output.format(), spec.commandLine().getOut());
    return 0;
  }

  private void require(boolean condition, String message) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
