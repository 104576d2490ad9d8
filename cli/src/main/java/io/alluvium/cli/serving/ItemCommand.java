package io.alluvium.cli.serving;

import io.alluvium.connectors.cosmos.CosmosTableReader;
import io.alluvium.connectors.cosmos.store.Authentication;
import io.alluvium.connectors.cosmos.store.ContainerAddress;
import io.alluvium.connectors.cosmos.store.SecretSource;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import javax.annotation.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alluvium serving item}. */
@Command(
    name = "item",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a row that a push model keeps in Cosmos DB, as JSON, and on standard error up to when",
      "everything is in the table. Prints null where there is no such row."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the row is printed",
      "1:there is no such row",
      "2:wrong use: the message says what to change"
    })
final class ItemCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Parameters(index = "0", paramLabel = "DATABASE/CONTAINER", description = "Where the row is.")
  private String container;

  @Parameters(
      index = "1",
      arity = "1..*",
      paramLabel = "KEY",
      description = "The values of its primary key, in the key's order.")
  private List<String> key;

  @Option(
      names = "--partition",
      paramLabel = "TEXT",
      description = "The values of its partition key, one option for each. Default: its id.")
  private List<String> partition = List.of();

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      defaultValue = "${env:ALLUVIUM_COSMOS_ENDPOINT}",
      description = "Of the account. Default: the variable ALLUVIUM_COSMOS_ENDPOINT.")
  @Nullable
  private String endpoint;

  @Option(
      names = "--key-environment",
      paramLabel = "NAME",
      defaultValue = "ALLUVIUM_COSMOS_KEY",
      description = "The variable that holds the account's key. Default: ${DEFAULT-VALUE}")
  private String keyVariable;

  @Option(
      names = "--freshness",
      paramLabel = "ID",
      defaultValue = "freshness",
      description = "The table's 'freshness.id'. Default: ${DEFAULT-VALUE}")
  private String freshness;

  @Option(
      names = "--fresh-for",
      paramLabel = "MINUTES",
      defaultValue = "1",
      description = "How long after a checkpoint rows are not stale. Default: ${DEFAULT-VALUE}")
  private long freshMinutes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    try (CosmosTableReader reader =
        CosmosTableReader.open(
            address(),
            new Authentication.Key(new SecretSource("--key-environment", null, keyVariable)),
            freshness,
            Duration.ofMinutes(freshMinutes))) {
      CosmosTableReader.Reading reading =
          reader.row(CosmosTableReader.id(key.toArray(String[]::new)), partition.toArray());
      PrintWriter out = spec.commandLine().getOut();
      out.println(reading.row().map(Object::toString).orElse("null"));
      out.flush();
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          (reading.stale() ? "stale" : "fresh")
              + reading.asOf().map(time -> ", as of " + time).orElse(": nothing tells its age"));
      err.flush();
      return reading.row().isPresent() ? 0 : 1;
    }
  }

  private ContainerAddress address() {
    String[] names = container.split("/", -1);
    if (names.length != 2 || names[0].isEmpty() || names[1].isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "'" + container + "' is not of the form DATABASE/CONTAINER");
    }
    if (endpoint == null || endpoint.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Give --endpoint, or set ALLUVIUM_COSMOS_ENDPOINT");
    }
    try {
      return new ContainerAddress(endpoint, names[0], names[1], false, TIMEOUT);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--endpoint: " + e.getMessage());
    }
  }
}
