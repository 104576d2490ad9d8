package io.alluvium.cli.state;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code alluvium state}. */
@Command(
    name = "state",
    mixinStandardHelpOptions = true,
    description = "What savepoints hold, and what becomes of it under another plan.",
    subcommands = {CompareCommand.class, InspectCommand.class, KeysCommand.class})
public final class StateCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Give a command: compare, inspect or keys.");
  }
}
