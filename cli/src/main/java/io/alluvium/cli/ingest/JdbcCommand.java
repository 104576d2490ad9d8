package io.alluvium.cli.ingest;

import io.alluvium.definitions.DefinitionSchema;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.ingest.jdbc.JdbcJob;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;

/** {@code alluvium ingest jdbc}. */
@Command(
    name = "jdbc",
    description = {
      "Reads a table or query of a database: whole, incrementally by a column, or by its difference",
      "from what bronze holds. To follow every change of a database, use cdc."
    })
final class JdbcCommand extends BatchCommand {
  @Override
  String kind() {
    return JdbcJob.KIND;
  }

  @Override
  DefinitionSchema schema() {
    return JdbcJob.SCHEMA;
  }

  @Override
  void define(StreamExecutionEnvironment environment, String lake, InletDefinition inlet) {
    JdbcJob.define(environment, lake, inlet);
  }
}
