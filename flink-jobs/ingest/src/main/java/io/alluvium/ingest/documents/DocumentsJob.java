package io.alluvium.ingest.documents;

import io.alluvium.definitions.DefinitionSchema;
import io.alluvium.ingest.batch.BatchJob;
import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.ingest.folder.FolderDefinition;
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

  private static final String KIND = "documents";
  private static final long MAX_BYTES = 4 << 20;

  /** Rows of a page are in memory several times over. */
  private static final long MOST_MAX_BYTES = 64 << 20;

  private DocumentsJob() {}

  /**
   * Adds the job to the environment, and creates the tables where they are absent.
   *
   * @param lake path or URI of the lake's folder
   * @throws io.alluvium.definitions.DefinitionException where the definition has a mistake
   */
  public static void define(
      StreamExecutionEnvironment environment, String lake, InletDefinition definition) {
    long maxBytes =
        definition
            .root()
            .required("source")
            .get("max-bytes")
            .map(
                value -> {
                  if (value.bytes().getBytes() > MOST_MAX_BYTES) {
                    throw value.error("must be 64 mb or less: a row is in memory as a whole");
                  }
                  return value.bytes().getBytes();
                })
            .orElse(MAX_BYTES);
    BronzeTarget target = definition.target(DocumentColumns.SCHEMA);
    BatchJob.define(
        environment,
        KIND,
        lake,
        target,
        Map.of(),
        new DocumentsInlet(lake, target, FolderDefinition.read(definition), maxBytes));
  }
}
