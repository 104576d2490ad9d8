package io.alluvium.cli.table;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code alluvium table}: the care of single tables. */
@Command(
    name = "table",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what a Delta table is and was, and keeps it small, fast and mendable.",
      "The jobs that write the table may run on, but for restore."
    },
    subcommands = {
      DescribeCommand.class,
      HistoryCommand.class,
      OptimizeCommand.class,
      VacuumCommand.class,
      RestoreCommand.class,
      CloneCommand.class
    },
    footer = {
      "%nExamples:",
      "  alluvium table describe silver.reading",
      "  alluvium table history silver.reading --limit 5 --format json",
      "  alluvium table optimize silver.reading",
      "  alluvium table vacuum silver.reading --dry-run",
      "  alluvium table restore silver.reading --version 12"
    })
public final class TableCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say what is to be done with a table.");
  }
}
