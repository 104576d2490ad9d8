package io.alluvium.ingest.files;

import io.alluvium.definitions.DefinitionSchema;
import io.alluvium.ingest.batch.BatchJob;
import io.alluvium.ingest.batch.BatchMain;
import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.InletDefinition;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Takes the records of files that land in a folder into a bronze table: each file once, when it is
 * complete, in the order of arrival. Nothing appears in the lake without checkpoints.
 */
@PublicEvolving
public final class FilesJob {
  public static final DefinitionSchema SCHEMA =
      DefinitionSchema.resource(FilesJob.class, "files.schema.json");

  public static final String KIND = "files";

  private FilesJob() {}

  /**
   * Adds the job to the environment, and creates the tables where they are absent.
   *
   * @param lake path or URI of the lake's folder
   * @throws io.alluvium.definitions.DefinitionException where the definition has a mistake
   */
  public static void define(
      StreamExecutionEnvironment environment, String lake, InletDefinition definition) {
    FilesDefinition files = new FilesDefinition(definition);
    FilesSettings settings = files.settings();
    BronzeTarget target = files.target();
    BatchJob.define(
        environment,
        KIND,
        lake,
        target,
        Map.of(LandedFile.TABLE, LandedFile.ROW_TYPE),
        new FilesInlet(lake, target, settings));
  }

  /**
   * @param arguments the definition's file and the lake; {@code --every} keeps the job running
   */
  public static void main(String[] arguments) throws Exception {
    BatchMain.run(KIND, SCHEMA, FilesJob::define, arguments);
  }
}
