package io.alluvium.ingest.documents;

import io.alluvium.definitions.DefinitionSchema;
import io.alluvium.ingest.batch.BatchJob;
import io.alluvium.ingest.batch.BatchMain;
import io.alluvium.ingest.batch.InletDefinition;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Takes documents and images that land in a folder into a bronze table, a row for each: path, size,
 * time, media type, SHA-256, and the bytes or a link. Nothing appears in the lake without
 * checkpoints.
 */
@PublicEvolving
public final class DocumentsJob {
  public static final DefinitionSchema SCHEMA =
      DefinitionSchema.resource(DocumentsJob.class, "documents.schema.json");

  public static final String KIND = "documents";

  private DocumentsJob() {}

  /**
   * Adds the job to the environment, and creates the tables where they are absent.
   *
   * @param lake path or URI of the lake's folder
   * @throws io.alluvium.definitions.DefinitionException where the definition has a mistake
   */
  public static void define(
      StreamExecutionEnvironment environment, String lake, InletDefinition definition) {
    DocumentSettings settings = DocumentSettings.of(definition);
    BatchJob.define(
        environment, KIND, lake, settings.target(), Map.of(), new DocumentsInlet(lake, settings));
  }

  /**
   * @param arguments the definition's file and the lake; {@code --every} keeps the job running
   */
  public static void main(String[] arguments) throws Exception {
    BatchMain.run(KIND, SCHEMA, DocumentsJob::define, arguments);
  }
}
