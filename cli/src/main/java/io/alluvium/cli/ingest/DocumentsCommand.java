package io.alluvium.cli.ingest;

import io.alluvium.definitions.DefinitionSchema;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.ingest.documents.DocumentsJob;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;

/** {@code alluvium ingest documents}. */
@Command(
    name = "documents",
    description = {
      "Takes documents and images of any type that land in a folder, a row for each:",
      "path, size, time, media type by content, SHA-256, and the bytes or a link."
    })
final class DocumentsCommand extends BatchCommand {
  @Override
  String kind() {
    return DocumentsJob.KIND;
  }

  @Override
  DefinitionSchema schema() {
    return DocumentsJob.SCHEMA;
  }

  @Override
  void define(StreamExecutionEnvironment environment, String lake, InletDefinition inlet) {
    DocumentsJob.define(environment, lake, inlet);
  }
}
