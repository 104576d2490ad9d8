package io.alluvium.cli.sql;

import io.alluvium.cli.Installation;
import io.alluvium.cli.LakeUri;
import io.alluvium.cluster.ClusterAddress;
import io.alluvium.cluster.ClusterHome;
import io.alluvium.cluster.ClusterLibraries;
import io.alluvium.cluster.SqlClient;
import io.alluvium.demo.DemoHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.util.FileUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alluvium sql}. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    description = {
      "Opens Flink's SQL client on the SQL gateway of a session cluster, with the lake as the current"
          + " catalog, the functions of this project, and the serving tables.",
      "'alluvium query' runs one statement without a cluster."
    },
    footer = {
      "%nExamples:",
      "  alluvium sql",
      "  alluvium sql -f sql/client/01-layers.sql",
      "  alluvium sql -e 'SELECT COUNT(*) FROM gold.building_daily'"
    })
public final class SqlCommand implements Callable<Integer> {
  /** As the session's time zone, UTC, reads it. */
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  @Option(
      names = "--gateway",
      paramLabel = "HOST:PORT",
      description =
          "Of the SQL gateway. Default: that of the cluster that 'alluvium cluster start' has"
              + " started.")
  private String gateway;

  @Option(
      names = "--cluster-home",
      paramLabel = "DIR",
      defaultValue = ClusterHome.DEFAULT,
      description = "The home of that cluster. Default: ${DEFAULT-VALUE}")
  private Path clusterHome;

  @Option(
      names = "--lake",
      paramLabel = "PATH",
      description = "The folder or URI that holds the layers. Default: the lake of the demo.")
  private String lake;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = DemoHome.DEFAULT,
      description = "The demo's home. Default: ${DEFAULT-VALUE}")
  private Path demoHome;

  @Option(
      names = "-f",
      paramLabel = "FILE",
      description = "Runs the statements of this file, and ends.")
  private Path file;

  @Option(names = "-e", paramLabel = "SQL", description = "Runs these statements, and ends.")
  private String statements;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "What stands for $${NAME} in the statements; may be repeated. There is $${since}, 24 hours"
              + " ago, unless it is set.")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (file != null && statements != null) {
      throw new ParameterException(spec.commandLine(), "Give -f or -e, not both");
    }
    ClusterAddress address =
        gateway == null
            ? new ClusterHome(clusterHome).running().gateway()
            : ClusterAddress.of(gateway);
    Path scratch = Files.createTempDirectory("alluvium-sql");
    try {
      Path init = scratch.resolve("init.sql");
      Files.writeString(
          init,
          Placeholders.fill(
              Files.readString(Installation.root().resolve("sql/client/init.sql")),
              Map.of("lake", lake(), "redis", redis())));
      return new SqlClient(ClusterLibraries.of(Installation.root()), Installation.profile("local"))
          .run(
              address,
              init,
              statements(scratch),
              new ClusterHome(clusterHome).logs().resolve("sql-client.log"));
    } finally {
      FileUtils.deleteDirectory(scratch.toFile());
    }
  }

  private String lake() {
    return lake == null
        ? DemoHome.lakeOf(demoHome.toAbsolutePath().normalize()).toUri().toString()
        : LakeUri.of(lake);
  }

  private static String redis() {
    return System.getenv().getOrDefault("ALLUVIUM_REDIS_URI", "redis://127.0.0.1:16379");
  }

  private Optional<Path> statements(Path scratch) throws IOException {
    if (file == null && statements == null) {
      return Optional.empty();
    }
    String text;
    if (statements != null) {
      text = statements.stripTrailing().endsWith(";") ? statements : statements + ";";
    } else if (Files.isReadable(file)) {
      text = Files.readString(file);
    } else {
      throw new ParameterException(spec.commandLine(), "There is no file " + file);
    }
    Map<String, String> values = new LinkedHashMap<>();
    values.put("since", INSTANT.format(Instant.now().minus(Duration.ofDays(1))));
    values.putAll(variables);
    return Optional.of(
        Files.writeString(scratch.resolve("statements.sql"), Placeholders.fill(text, values)));
  }
}
