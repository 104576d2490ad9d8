package io.alluvium.cli.query;

import io.alluvium.demo.DemoHome;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alluvium query}. */
@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a Flink SQL statement on the lake, whether or not a demo runs on it.",
      "The layers are the databases bronze, silver, gold and ops."
    },
    footer = {
      "%nExamples:",
      "  alluvium query \"SELECT COUNT(*) FROM gold.building_daily\"",
      "  alluvium query --format csv \"SELECT * FROM gold.station_health ORDER BY missing_share\""
    })
public final class QueryCommand implements Callable<Integer> {
  private static final String CATALOG = "lake";

  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = DemoHome.DEFAULT,
      description = "The demo's home. Default: ${DEFAULT-VALUE}")
  private Path home;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private ResultFormat format;

  @Parameters(paramLabel = "SQL", description = "One statement.")
  private String sql;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Path lake = DemoHome.lakeOf(home.toAbsolutePath().normalize());
    TableEnvironment tables = TableEnvironment.create(settings());
    tables.executeSql(
        String.format(
            "CREATE CATALOG %s WITH ('type' = 'delta', 'path' = '%s')",
            CATALOG, lake.toUri().toString().replace("'", "''")));
    tables.useCatalog(CATALOG);
    PrintWriter out = spec.commandLine().getOut();
    try {
      TableResult result = tables.executeSql(sql);
      format.write(result, out);
    } catch (RuntimeException e) {
      throw SqlErrors.explain(e);
    } finally {
      out.flush();
    }
    return 0;
  }

  private static EnvironmentSettings settings() {
    Configuration configuration = new Configuration();
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, 2);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
    configuration.setString("table.local-time-zone", "UTC");
    return EnvironmentSettings.newInstance().inBatchMode().withConfiguration(configuration).build();
  }
}
