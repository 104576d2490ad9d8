package io.alluvium.cli.serving;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code alluvium serving}: the stores that KPIs are read from. */
@Command(
    name = "serving",
    mixinStandardHelpOptions = true,
    description = "Says what serving KPIs from a store would cost, and reads what is served.",
    subcommands = {SimulateCommand.class, ItemCommand.class, SnowflakeCommand.class},
    footer = {
      "%nExamples:",
      "  alluvium serving simulate gold.building_daily",
      "  alluvium serving simulate --changes changes.csv --staleness 1,5,15,60",
      "  alluvium serving item kpis/customer Dee",
      "  alluvium serving snowflake \"SELECT * FROM STATION_HEALTH LIMIT 10\""
    })
public final class ServingCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say what is to be done: simulate, item or snowflake.");
  }
}
