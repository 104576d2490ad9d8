package io.alluvium.cli.ingest;

import io.alluvium.definitions.DefinitionSchema;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.ingest.rest.RestJob;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;

/** {@code alluvium ingest rest}. */
@Command(
    name = "rest",
    description = {
      "Reads the records of a REST interface, page by page: each page is taken whole or not at all.",
      "An incremental definition asks only for what is new since the run before."
    })
final class RestCommand extends BatchCommand {
  @Override
  String kind() {
    return RestJob.KIND;
  }

  @Override
  DefinitionSchema schema() {
    return RestJob.SCHEMA;
  }

  @Override
  void define(StreamExecutionEnvironment environment, String lake, InletDefinition inlet) {
    RestJob.define(environment, lake, inlet);
  }
}
