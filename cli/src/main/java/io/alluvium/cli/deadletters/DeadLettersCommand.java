package io.alluvium.cli.deadletters;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code alluvium dead-letters}: what could not be decoded, and another try. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    description = "Shows what could not be decoded, and decodes it again after a change.",
    subcommands = {ListCommand.class, ShowCommand.class, ReplayCommand.class})
public final class DeadLettersCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Say list, show or replay.");
  }
}
