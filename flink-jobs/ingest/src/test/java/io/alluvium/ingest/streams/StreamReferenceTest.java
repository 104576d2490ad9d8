package io.alluvium.ingest.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.definitions.SchemaReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StreamReferenceTest {
  private static final Path PAGE = Path.of("../../docs/stream-definitions.md");
  private static final String HEAD =
      """
      # Definitions of streams

      The fields of `flink-jobs/ingest/streams/*.yaml`, made from the schema that they are checked
      against. [ingest.md](ingest.md) shows them at work. In texts `${NAME}` stands for an environment
      variable, `${NAME:-default}` for one that may be absent, and `${file:path}` for what a file holds.

      """;

  /** With {@code -Dalluvium.docs.update=true} the page is written. */
  @Test
  void theReferencePageIsCurrent() throws IOException {
    String page = HEAD + SchemaReference.markdown(StreamDefinitions.schema());
    if (Boolean.getBoolean("alluvium.docs.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }
}
