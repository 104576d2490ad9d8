package io.alluvium.cli.ingest;

import io.alluvium.definitions.Definition;
import io.alluvium.definitions.DefinitionSchema;
import io.alluvium.ingest.batch.BatchSummary;
import io.alluvium.ingest.batch.InletDefinition;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** A batch inlet: one definition, read once or on an interval. */
abstract class BatchCommand extends RunsHere {
  @Parameters(
      index = "0",
      paramLabel = "DEFINITION",
      description = "A YAML file; docs/ingest.md tells what it holds.")
  private Path file;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      description =
          "Keeps running, and looks for new data this often, such as '10 s'. Default: the"
              + " definition's interval; without one the command ends when all is read.")
  private String every;

  private InletDefinition definition;
  private BatchSummary summary;

  /** Such as {@code files}. */
  abstract String kind();

  abstract DefinitionSchema schema();

  abstract void define(StreamExecutionEnvironment environment, String lake, InletDefinition inlet)
      throws Exception;

  final InletDefinition definition() {
    if (definition == null) {
      definition =
          new InletDefinition(Definition.read(file, schema(), System.getenv()), interval());
    }
    return definition;
  }

  private Duration interval() {
    if (every == null) {
      return null;
    }
    try {
      return TimeUtils.parseDuration(every);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec().commandLine(),
          "--every '" + every + "' is no duration. Write for example '10 s'",
          e);
    }
  }

  @Override
  final String jobName() {
    return definition().jobName(kind());
  }

  @Override
  final void define(StreamExecutionEnvironment environment) throws Exception {
    define(environment, run().lake(), definition());
    summary = BatchSummary.before(run().lake(), definition());
  }

  @Override
  final void finished() {
    tell(summary.after());
  }
}
