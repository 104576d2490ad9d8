package io.alluvium.cli.job;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code alluvium job}. */
@Command(
    name = "job",
    mixinStandardHelpOptions = true,
    description = {
      "Jobs on a session cluster. A job is named by its name, its id or the beginning of that.",
      "The models' jobs are run by 'alluvium models run --cluster'."
    },
    subcommands = {
      SubmitCommand.class,
      UpgradeCommand.class,
      ListCommand.class,
      DescribeCommand.class,
      CancelCommand.class,
      SavepointCommand.class,
      MetricsCommand.class
    })
public final class JobCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "Give a command: submit, upgrade, list, describe, cancel, savepoint or metrics.");
  }
}
