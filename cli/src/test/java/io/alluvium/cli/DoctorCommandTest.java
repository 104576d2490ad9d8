package io.alluvium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  @TempDir private Path folder;

  @Test
  void saysWhereWhyAndHow() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("plan.sql"),
            "SELECT 1;\nCOMPILE PLAN IF NOT EXISTS 'a' FOR INSERT INTO a SELECT 1;\n");
    CommandRun run = CommandRun.of("doctor", folder.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .startsWith(file + ":2: error compile-plan-syntax: ")
        .contains("does not parse")
        .contains("IF NOT EXISTS behind the path")
        .endsWith(String.format("1 files: 1 errors, 0 warnings%n"));
  }

  @Test
  void warningsEndWithACodeWhereTheyAreToldTo() throws IOException {
    String file =
        Files.writeString(
                folder.resolve("t.sql"),
                "CREATE TABLE t (a INT) WITH ('connector' = 'redis', 'write.guard' = 'none');")
            .toString();
    assertThat(CommandRun.of("doctor", file).code()).isZero();
    CommandRun run = CommandRun.of("doctor", "--fail-on", "warning", "--format", "json", file);
    assertThat(run.code()).isEqualTo(1);
    JsonNode found = new ObjectMapper().readTree(run.out());
    assertThat(found).hasSize(1);
    assertThat(found.get(0).get("file").asText()).isEqualTo(file);
    assertThat(found.get(0).get("line").asInt()).isEqualTo(1);
    assertThat(found.get(0).get("rule").asText()).isEqualTo("redis-unguarded");
    assertThat(found.get(0).get("severity").asText()).isEqualTo("warning");
  }

  @Test
  void aFileThatCannotBeReadIsOneLine() {
    CommandRun run = CommandRun.of("doctor", folder.resolve("none.yaml").toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("alluvium: There is no file or folder ").hasLineCount(1);
  }
}
