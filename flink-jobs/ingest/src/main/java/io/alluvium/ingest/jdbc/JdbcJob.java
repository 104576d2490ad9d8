package io.alluvium.ingest.jdbc;

import io.alluvium.definitions.DefinitionSchema;
import io.alluvium.ingest.batch.BatchJob;
import io.alluvium.ingest.batch.BatchMain;
import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.InletDefinition;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Takes the rows of a table or query of a database into a bronze table: whole, incrementally by a
 * column, or by their difference from what bronze holds. Nothing appears in the lake without
 * checkpoints.
 */
@PublicEvolving
public final class JdbcJob {
  public static final DefinitionSchema SCHEMA =
      DefinitionSchema.resource(JdbcJob.class, "jdbc.schema.json");

  public static final String KIND = "jdbc";

  private JdbcJob() {}

  /**
   * Asks the database for the columns, adds the job to the environment, and creates the tables
   * where they are absent.
   *
   * @param lake path or URI of the lake's folder
   * @throws io.alluvium.definitions.DefinitionException where the definition has a mistake
   * @throws io.alluvium.ingest.batch.BatchException where the database refuses
   */
  public static void define(
      StreamExecutionEnvironment environment, String lake, InletDefinition definition) {
    JdbcSettings settings = JdbcDefinition.settings(definition);
    JdbcShape shape = JdbcShape.of(settings, new JdbcDatabase(settings));
    JdbcDefinition.check(definition, settings, shape);
    BronzeTarget target = definition.target(shape.schema());
    BatchJob.define(
        environment, KIND, lake, target, Map.of(), new JdbcInlet(lake, target, settings, shape));
  }

  /**
   * @param arguments the definition's file and the lake; {@code --every} keeps the job running
   */
  public static void main(String[] arguments) throws Exception {
    BatchMain.run(KIND, SCHEMA, JdbcJob::define, arguments);
  }
}
