package io.alluvium.cli;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cli.query.QueryException;
import io.alluvium.cli.table.RefusedException;
import io.alluvium.cluster.ClusterException;
import io.alluvium.connectors.cosmos.store.CosmosStoreException;
import io.alluvium.connectors.postgres.PostgresException;
import io.alluvium.connectors.snowflake.SnowflakeException;
import io.alluvium.definitions.DefinitionException;
import io.alluvium.demo.DemoException;
import io.alluvium.demo.fleet.PortfolioException;
import io.alluvium.doctor.DoctorException;
import io.alluvium.ingest.batch.BatchException;
import io.alluvium.ingest.streams.StreamException;
import io.alluvium.local.JobFailedException;
import io.alluvium.local.LocalServiceException;
import io.alluvium.models.ModelException;
import io.alluvium.models.selection.SelectionException;
import io.alluvium.state.StateException;
import java.util.Optional;
import org.apache.flink.util.ExceptionUtils;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Shows an error as one line. What a user can mend ends with exit code 2; anything else with 1, and
 * its stack trace is in the log.
 */
final class OneLineErrors implements IExecutionExceptionHandler, IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException exception, String[] arguments) {
    CommandSpec command = exception.getCommandLine().getCommandSpec();
    exception
        .getCommandLine()
        .getErr()
        .printf(
            "alluvium: %s. See '%s --help'.%n",
            exception.getMessage().lines().findFirst().orElse("").replaceAll("\\.$", ""),
            command.qualifiedName());
    return command.exitCodeOnInvalidInput();
  }

  @Override
  public int handleExecutionException(
      Exception exception, CommandLine commandLine, ParseResult parseResult) {
    // Not a constant: the first logger fixes the log's place, which the command chooses.
    LoggerFactory.getLogger(OneLineErrors.class).error("The command failed", exception);
    Optional<String> mistake = userMistake(exception);
    commandLine.getErr().println("alluvium: " + mistake.orElseGet(() -> unexpected(exception)));
    return mistake.isPresent()
        ? commandLine.getCommandSpec().exitCodeOnInvalidInput()
        : commandLine.getCommandSpec().exitCodeOnExecutionException();
  }

  private static Optional<String> userMistake(Throwable exception) {
    return ExceptionUtils.findThrowable(
            exception,
            cause ->
                cause instanceof BatchException
                    || cause instanceof CdcException
                    || cause instanceof CosmosStoreException
                    || cause instanceof ClusterException
                    || cause instanceof PostgresException
                    || cause instanceof DemoException
                    || cause instanceof DoctorException
                    || cause instanceof PortfolioException
                    || cause instanceof LocalServiceException
                    || cause instanceof DefinitionException
                    || cause instanceof ModelException
                    || cause instanceof SelectionException
                    || cause instanceof QueryException
                    || cause instanceof RefusedException
                    || cause instanceof SnowflakeException
                    || cause instanceof StateException
                    || cause instanceof StreamException)
        .map(Throwable::getMessage);
  }

  private static String unexpected(Throwable exception) {
    return reason(exception)
        + " (the log has the details: "
        + System.getProperty(Logging.FILE_PROPERTY, "none")
        + ")";
  }

  private static String reason(Throwable exception) {
    if (exception instanceof JobFailedException || exception instanceof BenchmarkException) {
      return exception.getMessage();
    }
    Throwable root = exception;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
