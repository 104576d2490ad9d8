package io.alluvium.cli.serving;

import io.alluvium.cli.output.FormatOption;
import io.alluvium.connectors.snowflake.SnowflakeConnectorOptions;
import io.alluvium.connectors.snowflake.SnowflakeSession;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alluvium serving snowflake}. */
@Command(
    name = "snowflake",
    mixinStandardHelpOptions = true,
    description = {
      "Runs one statement in Snowflake, or in the double of it that 'alluvium demo --snowflake' has,",
      "and prints its rows. Each option may be a variable of the environment instead."
    },
    footer = {
      "%nExample:",
      "  alluvium serving snowflake \"SELECT * FROM STATION_HEALTH ORDER BY STATION LIMIT 10\""
    })
final class SnowflakeCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "SQL", description = "One statement.")
  private String sql;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:ALLUVIUM_SNOWFLAKE_URL:-}",
      description = "https://<account>.snowflakecomputing.com, or ALLUVIUM_SNOWFLAKE_URL.")
  private String url;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      defaultValue = "${env:ALLUVIUM_SNOWFLAKE_USER:-ALLUVIUM}",
      description = "Whose key signs the login, or ALLUVIUM_SNOWFLAKE_USER. Default: ALLUVIUM")
  private String user;

  @Option(
      names = "--private-key-file",
      paramLabel = "FILE",
      defaultValue = "${env:ALLUVIUM_SNOWFLAKE_KEY_FILE:-}",
      description = "The key, PKCS#8 in PEM, or ALLUVIUM_SNOWFLAKE_KEY_FILE.")
  private String keyFile;

  @Option(
      names = "--database",
      paramLabel = "NAME",
      defaultValue = "${env:ALLUVIUM_SNOWFLAKE_DATABASE:-ALLUVIUM}",
      description = "Or ALLUVIUM_SNOWFLAKE_DATABASE. Default: ALLUVIUM")
  private String database;

  @Option(
      names = "--schema",
      paramLabel = "NAME",
      defaultValue = "${env:ALLUVIUM_SNOWFLAKE_SCHEMA:-GOLD}",
      description = "Or ALLUVIUM_SNOWFLAKE_SCHEMA. Default: GOLD")
  private String schema;

  @Option(
      names = "--warehouse",
      paramLabel = "NAME",
      defaultValue = "${env:ALLUVIUM_SNOWFLAKE_WAREHOUSE:-ALLUVIUM}",
      description = "Or ALLUVIUM_SNOWFLAKE_WAREHOUSE. Default: ALLUVIUM")
  private String warehouse;

  @Mixin private FormatOption output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (SnowflakeSession session = SnowflakeSession.open(options())) {
      SnowflakeSession.Result result = session.run(sql);
      PrintWriter out = spec.commandLine().getOut();
      if (!result.names().isEmpty()) {
        output.format().write(result.names(), result.rows().iterator(), out);
        out.flush();
      }
      return 0;
    } catch (ValidationException e) {
      throw wrong(e.getMessage());
    }
  }

  private Configuration options() {
    if (url.isBlank()) {
      throw wrong("Say where Snowflake is, by --url or ALLUVIUM_SNOWFLAKE_URL");
    }
    if (keyFile.isBlank()) {
      throw wrong("Name the file of the key, by --private-key-file or ALLUVIUM_SNOWFLAKE_KEY_FILE");
    }
    Configuration options = new Configuration();
    options.set(SnowflakeConnectorOptions.URL, url);
    options.set(SnowflakeConnectorOptions.USER, user);
    options.set(SnowflakeConnectorOptions.PRIVATE_KEY_FILE, keyFile);
    options.set(SnowflakeConnectorOptions.DATABASE, database);
    options.set(SnowflakeConnectorOptions.SCHEMA, schema);
    options.set(SnowflakeConnectorOptions.WAREHOUSE, warehouse);
    return options;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
