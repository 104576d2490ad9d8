package io.alluvium.cli.quarantine;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code alluvium quarantine}. */
@Command(
    name = "quarantine",
    mixinStandardHelpOptions = true,
    description = "Rows of models that break a rule whose severity is quarantine.",
    subcommands = {ListCommand.class, ShowCommand.class, ReplayCommand.class})
public final class QuarantineCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say what is to be done with the rows in quarantine.");
  }
}
