package io.alluvium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingSimulateTest {
  @TempDir Path folder;

  /** An hour with a hundred changes at each minute. */
  @Test
  void saysWhatEachObjectiveCosts() throws Exception {
    Instant start = Instant.parse("2015-03-01T00:00:00Z");
    Path changes =
        Files.writeString(
            folder.resolve("changes.csv"),
            IntStream.range(0, 60)
                .mapToObj(minute -> start.plusSeconds(60L * minute) + ",100\n")
                .collect(Collectors.joining("", "time,rows\n", "")));
    JsonNode lines =
        CommandRun.of(
                "serving",
                "simulate",
                "--changes",
                changes.toString(),
                "--staleness",
                "0,5,15",
                "--format",
                "json")
            .json();
    assertThat(lines).hasSize(3);
    assertThat(lines.findValuesAsText("merges")).containsExactly("60", "12", "4");
    assertThat(lines.findValuesAsText("warehouse_seconds"))
        .containsExactly("3595.0", "780.1", "260.1");
    assertThat(lines.findValuesAsText("merges_per_million"))
        .containsExactly("10000.0", "2000.0", "666.7");
  }

  /** Its flush would be waited for without end. */
  @Test
  void aBoundThatAllowsNoFlushIsRefused() throws Exception {
    Path changes = Files.writeString(folder.resolve("changes.csv"), "2015-03-01T00:00:00Z,1\n");
    CommandRun run =
        CommandRun.of(
            "serving",
            "simulate",
            "--changes",
            changes.toString(),
            "--warehouse-time-per-hour",
            "60");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("--warehouse-time-per-hour: Of 60 s of the warehouse in an hour no flush");
  }

  @Test
  void namesTheLineThatIsWrong() throws Exception {
    Path changes =
        Files.writeString(folder.resolve("changes.csv"), "2015-03-01T00:00:00Z,1\nyesterday,2\n");
    CommandRun run = CommandRun.of("serving", "simulate", "--changes", changes.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("changes.csv:2 is 'yesterday,2'; a line is a time and a number");
    assertThat(CommandRun.of("serving", "simulate").err())
        .contains("Name a table, or a file by --changes");
  }
}
