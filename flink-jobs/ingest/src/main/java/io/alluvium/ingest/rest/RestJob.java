package io.alluvium.ingest.rest;

import io.alluvium.definitions.DefinitionSchema;
import io.alluvium.ingest.batch.BatchJob;
import io.alluvium.ingest.batch.BatchMain;
import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.InletDefinition;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Takes the records of a REST interface into a bronze table, page by page. Nothing appears in the
 * lake without checkpoints.
 */
@PublicEvolving
public final class RestJob {
  public static final DefinitionSchema SCHEMA =
      DefinitionSchema.resource(RestJob.class, "rest.schema.json");

  public static final String KIND = "rest";

  private RestJob() {}

  /**
   * Adds the job to the environment, and creates the tables where they are absent.
   *
   * @param lake path or URI of the lake's folder
   * @throws io.alluvium.definitions.DefinitionException where the definition has a mistake
   */
  public static void define(
      StreamExecutionEnvironment environment, String lake, InletDefinition definition) {
    RestDefinition rest = new RestDefinition(definition);
    RestSettings settings = rest.settings();
    BronzeTarget target = rest.target(settings.columns());
    BatchJob.define(
        environment, KIND, lake, target, Map.of(), new RestInlet(lake, target, settings));
  }

  /**
   * @param arguments the definition's file and the lake; {@code --every} keeps the job running
   */
  public static void main(String[] arguments) throws Exception {
    BatchMain.run(KIND, SCHEMA, RestJob::define, arguments);
  }
}
