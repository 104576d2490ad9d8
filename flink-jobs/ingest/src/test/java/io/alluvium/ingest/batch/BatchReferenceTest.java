package io.alluvium.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.definitions.Definition;
import io.alluvium.definitions.DefinitionSchema;
import io.alluvium.definitions.SchemaReference;
import io.alluvium.ingest.documents.DocumentsJob;
import io.alluvium.ingest.files.FilesJob;
import io.alluvium.ingest.jdbc.JdbcJob;
import io.alluvium.ingest.rest.RestJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Holds the reference of the definitions current. With {@code -Dalluvium.docs.update=true} it
 * writes the page.
 */
class BatchReferenceTest {
  private static final Path ROOT = Path.of("../..");
  private static final Path PAGE = ROOT.resolve("docs/ingest/batch-definitions.md");

  @Test
  void isWhatTheSchemasSay() throws Exception {
    StringBuilder expected =
        new StringBuilder(
            """
            # Definitions of batch inlets

            Generated from the JSON schemas of the definitions: change them there, and run the test
            `BatchReferenceTest` with `-Dalluvium.docs.update=true`. [ingest.md](../ingest.md) tells how
            the inlets work.
            """);
    schemas()
        .forEach(
            (kind, schema) ->
                expected
                    .append("\n## alluvium ingest ")
                    .append(kind)
                    .append("\n\n")
                    .append(SchemaReference.markdown(schema)));
    if (Boolean.getBoolean("alluvium.docs.update")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, expected);
    } else {
      assertThat(Files.readString(PAGE)).isEqualTo(expected.toString());
    }
  }

  @Test
  void theSamplesAreRight() {
    schemas()
        .forEach(
            (kind, schema) ->
                assertThat(
                        Definition.read(
                                ROOT.resolve("flink-jobs/ingest/batch/" + kind + ".yaml"),
                                schema,
                                Map.of())
                            .root()
                            .required("table")
                            .text())
                    .startsWith("bronze."));
  }

  private static Map<String, DefinitionSchema> schemas() {
    Map<String, DefinitionSchema> schemas = new LinkedHashMap<>();
    schemas.put("files", FilesJob.SCHEMA);
    schemas.put("documents", DocumentsJob.SCHEMA);
    schemas.put("rest", RestJob.SCHEMA);
    schemas.put("jdbc", JdbcJob.SCHEMA);
    return schemas;
  }
}
