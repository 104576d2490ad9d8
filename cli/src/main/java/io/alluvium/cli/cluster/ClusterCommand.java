package io.alluvium.cli.cluster;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code alluvium cluster}. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    description = {
      "A Flink session cluster on this machine: a job manager, task managers and a SQL gateway, each"
          + " a process that goes on when the command ends.",
      "",
      "  alluvium cluster start --taskmanagers 2",
      "  alluvium job list",
      "  alluvium cluster stop",
      ""
    },
    subcommands = {StartCommand.class, StatusCommand.class, LogsCommand.class, StopCommand.class})
public final class ClusterCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Give a command: start, status, logs or stop.");
  }
}
