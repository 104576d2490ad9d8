package io.alluvium.cli.ingest;

import io.alluvium.definitions.DefinitionSchema;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.ingest.files.FilesJob;
import io.alluvium.ingest.files.Inference;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code alluvium ingest files}. */
@Command(
    name = "files",
    description = {
      "Reads files that land in a folder: CSV, JSON lines, Parquet, Avro; plain, gzip or zstd.",
      "Each file is read once, when it is complete."
    })
final class FilesCommand extends BatchCommand {
  @Option(
      names = "--infer",
      description =
          "Reads no data, but the beginnings of the first files, and prints the columns that they"
              + " have, as the definition declares them.")
  private boolean infer;

  @Override
  public Integer call() throws Exception {
    if (!infer) {
      return super.call();
    }
    spec().commandLine().getOut().print(Inference.columns(definition()));
    spec().commandLine().getOut().flush();
    return 0;
  }

  @Override
  String kind() {
    return FilesJob.KIND;
  }

  @Override
  DefinitionSchema schema() {
    return FilesJob.SCHEMA;
  }

  @Override
  void define(StreamExecutionEnvironment environment, String lake, InletDefinition inlet) {
    FilesJob.define(environment, lake, inlet);
  }
}
