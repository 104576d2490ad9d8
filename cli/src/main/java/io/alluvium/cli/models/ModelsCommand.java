package io.alluvium.cli.models;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code alluvium models}. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = {
      "Works on a project of SQL models, in dbt's layout, that run continuously on Flink.",
    },
    subcommands = {
      LsCommand.class,
      CompileCommand.class,
      SeedCommand.class,
      RunCommand.class,
      BuildCommand.class,
      TestCommand.class,
      FreshnessCommand.class,
      DocsCommand.class
    })
public final class ModelsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say what is to be done with the models.");
  }
}
