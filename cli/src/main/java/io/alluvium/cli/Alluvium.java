package io.alluvium.cli;

import io.alluvium.benchmarks.BenchCommand;
import io.alluvium.cli.cluster.ClusterCommand;
import io.alluvium.cli.deadletters.DeadLettersCommand;
import io.alluvium.cli.doctor.DoctorCommand;
import io.alluvium.cli.ingest.IngestCommand;
import io.alluvium.cli.job.JobCommand;
import io.alluvium.cli.models.ModelsCommand;
import io.alluvium.cli.models.RollbackCommand;
import io.alluvium.cli.models.UpgradeCommand;
import io.alluvium.cli.quarantine.QuarantineCommand;
import io.alluvium.cli.query.QueryCommand;
import io.alluvium.cli.serving.ServingCommand;
import io.alluvium.cli.sql.SqlCommand;
import io.alluvium.cli.state.StateCommand;
import io.alluvium.cli.table.TableCommand;
import org.apache.flink.configuration.IllegalConfigurationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code alluvium} command. */
@Command(
    name = "alluvium",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = "A streaming lakehouse on Apache Flink and Delta Lake.",
    subcommands = {
      DemoCommand.class,
      QueryCommand.class,
      TableCommand.class,
      IngestCommand.class,
      DeadLettersCommand.class,
      ModelsCommand.class,
      UpgradeCommand.class,
      RollbackCommand.class,
      QuarantineCommand.class,
      ClusterCommand.class,
      JobCommand.class,
      SqlCommand.class,
      StateCommand.class,
      ServingCommand.class,
      DoctorCommand.class,
      BenchCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:it ran and failed; the message and the log say why",
      "2:wrong use: the message says what to change"
    })
public final class Alluvium implements Runnable {
  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    Logging.toUserFolder();
    CommandLine commandLine = commandLine();
    try {
      StorageSettings.fromFlink();
    } catch (IllegalConfigurationException e) {
      commandLine.getErr().println("alluvium: the folder of FLINK_CONF_DIR: " + e.getMessage());
      Runtime.getRuntime().exit(CommandLine.ExitCode.USAGE);
    }
    // Not by System.exit alone: a service that could not be stopped must not hold the process.
    Runtime.getRuntime().exit(commandLine.execute(args));
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Alluvium());
    OneLineErrors errors = new OneLineErrors();
    commandLine.setExecutionExceptionHandler(errors);
    commandLine.setParameterExceptionHandler(errors);
    // The last one counts, so that a script can add to the options it is given.
    commandLine.setOverwrittenOptionsAllowed(true);
    return commandLine;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Give a command.");
  }
}
