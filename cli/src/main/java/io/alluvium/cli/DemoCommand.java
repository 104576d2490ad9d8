package io.alluvium.cli;

import io.alluvium.cluster.ClusterAddress;
import io.alluvium.cluster.ClusterHome;
import io.alluvium.demo.Demo;
import io.alluvium.demo.DemoHome;
import io.alluvium.demo.DemoSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alluvium demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the whole platform in one process: a PostgreSQL and a fleet of devices feed bronze,"
          + " silver and gold Delta tables, and Redis serves the KPIs.",
      "Started again on the same home it goes on where it was."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:with --once: every row is accounted for",
      "1:with --once: rows are missing; or a job failed",
      "2:a port is busy, a folder missing, the home of another version, or the like",
      "130, 143:stopped by Ctrl-C or SIGTERM, in an orderly way"
    })
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = DemoHome.DEFAULT,
      description = "Keeps everything: databases, checkpoints, lake. Default: ${DEFAULT-VALUE}")
  private Path home;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Plays the recorded portfolio in this folder; else a simulated one.")
  private Path data;

  @Option(
      names = "--once",
      description = "Ends when all input has reached the KPIs, and prints the reconciliation.")
  private boolean once;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Readings per second that the devices send. Default: with --once as fast as they can,"
              + " else paced so that the flow can be watched.")
  private Double rate;

  @Option(
      names = "--web-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description = "Of Flink's web UI, 0 for any free one. Default: ${DEFAULT-VALUE}")
  private int webPort;

  @Option(
      names = "--postgres-port",
      paramLabel = "PORT",
      defaultValue = "15432",
      description = "0 for any free one. Default: ${DEFAULT-VALUE}")
  private int postgresPort;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      defaultValue = "19092",
      description = "0 for any free one. Default: ${DEFAULT-VALUE}")
  private int kafkaPort;

  @Option(
      names = "--redis-port",
      paramLabel = "PORT",
      defaultValue = "16379",
      description = "0 for any free one. Default: ${DEFAULT-VALUE}")
  private int redisPort;

  @Option(
      names = "--snowflake",
      description = "Serves the KPIs from a double of Snowflake as well.")
  private boolean snowflake;

  @Option(
      names = "--snowflake-port",
      paramLabel = "PORT",
      defaultValue = "18085",
      description = "Of that double, 0 for any free one. Default: ${DEFAULT-VALUE}")
  private int snowflakePort;

  @Option(
      names = "--cosmos",
      description = "Serves the KPIs of stations and usages from a double of Cosmos DB as well.")
  private boolean cosmos;

  @Option(
      names = "--cosmos-port",
      paramLabel = "PORT",
      defaultValue = "18086",
      description = "Of that double, 0 for any free one. Default: ${DEFAULT-VALUE}")
  private int cosmosPort;

  @Option(
      names = "--cluster",
      paramLabel = "HOST:PORT",
      arity = "0..1",
      fallbackValue = "",
      description =
          "Runs the jobs on this session cluster on this machine; without an address on the one that"
              + " 'alluvium cluster start' has started.")
  private String cluster;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (rate != null && !(rate > 0)) {
      throw new ParameterException(spec.commandLine(), "--rate must be more than 0, not " + rate);
    }
    for (int port :
        new int[] {webPort, postgresPort, kafkaPort, redisPort, snowflakePort, cosmosPort}) {
      if (port < 0 || port > 65535) {
        throw new ParameterException(
            spec.commandLine(), "A port must be from 0 to 65535, not " + port);
      }
    }
    DemoSettings settings =
        new DemoSettings(
            home.toAbsolutePath().normalize(),
            Optional.ofNullable(data).map(path -> path.toAbsolutePath().normalize()),
            once,
            rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
            new DemoSettings.Ports(webPort, postgresPort, kafkaPort, redisPort),
            snowflake ? OptionalInt.of(snowflakePort) : OptionalInt.empty(),
            cosmos ? OptionalInt.of(cosmosPort) : OptionalInt.empty(),
            Installation.models(),
            Installation.streams(),
            Installation.pipeline("demo.yaml"),
            cluster());
    CommandLine commandLine = spec.commandLine();
    return new Demo(settings, commandLine.getOut(), Logging::to).run();
  }

  private Optional<DemoSettings.Cluster> cluster() {
    if (cluster == null) {
      return Optional.empty();
    }
    ClusterAddress address =
        cluster.isEmpty()
            ? new ClusterHome(Path.of(ClusterHome.DEFAULT)).running().address()
            : ClusterAddress.of(cluster);
    return Optional.of(new DemoSettings.Cluster(address, ClusterClient.settings()));
  }
}
