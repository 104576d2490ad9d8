package io.alluvium.cli.ingest;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code alluvium ingest}: brings data into bronze tables. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description = {
      "Brings data into bronze tables, exactly once, as it arrived.",
      "The job runs in this process; started again with the same home it goes on where it was."
    },
    subcommands = {
      CdcCommand.class,
      StreamCommand.class,
      FilesCommand.class,
      RestCommand.class,
      JdbcCommand.class,
      DocumentsCommand.class
    })
public final class IngestCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Say what is to be brought in.");
  }
}
