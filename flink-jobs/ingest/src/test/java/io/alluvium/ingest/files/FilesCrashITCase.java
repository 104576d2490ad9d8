package io.alluvium.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alluvium.ingest.batch.BatchRun;
import io.alluvium.ingest.batch.BatchSeeds;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.testing.LakeTable;
import io.alluvium.testing.RunningJob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files land, some slowly, while the job fails again and again: every line is there once. */
@Tag("crash-matrix")
class FilesCrashITCase {
  private static final int FILES = 24;

  @TempDir private Path folder;
  private final Map<String, Integer> sent = new HashMap<>();
  private final Map<String, Integer> sentBad = new HashMap<>();
  private Path landing;

  static LongStream seeds() {
    return BatchSeeds.of(2);
  }

  @ParameterizedTest(name = BatchSeeds.NAME)
  @MethodSource("seeds")
  void everyLineIsThereOnceWhateverFails(long seed) throws Exception {
    Random random = new Random(seed);
    landing = Files.createDirectories(folder.resolve("landing"));
    LakeTable orders = new LakeTable(folder.resolve("lake"), "bronze/orders");
    LakeTable deadLetters = new LakeTable(folder.resolve("lake"), "ops/dead_letters");
    int failures = 0;

    try (RunningJob job =
        BatchRun.start(folder, 1 + random.nextInt(2), FilesJob::define, definition("10 ms"))) {
      for (int file = 0; file < FILES * 2 / 3; file++) {
        land(file, random);
        if (random.nextInt(4) == 0) {
          if (random.nextBoolean()) {
            // Between two commits, and not only before the first.
            long before = orders.count();
            land(100 + file, random);
            await().atMost(BatchRun.PATIENCE).until(() -> orders.count() > before);
          }
          job.fail();
          failures++;
          await().atMost(BatchRun.PATIENCE).until(job::hasFailedAsTold);
        }
      }
      // The job is stopped wherever it is, and leaves no state.
    }
    InletDefinition rest = definition(null);
    for (int file = FILES * 2 / 3; file < FILES; file++) {
      land(file, random);
    }
    BatchRun.once(folder, FilesJob::define, rest);

    assertThat(failures).isPositive();
    Map<String, Integer> arrived = new HashMap<>();
    for (Map<String, Object> row : orders.rows()) {
      arrived.merge(row.get("id") + " " + row.get("note"), 1, Integer::sum);
    }
    assertThat(new TreeMap<>(arrived)).isEqualTo(new TreeMap<>(sent));
    Map<String, Integer> dead = new HashMap<>();
    for (Map<String, Object> row : deadLetters.rows()) {
      dead.merge(new String((byte[]) row.get("bytes"), StandardCharsets.UTF_8), 1, Integer::sum);
    }
    assertThat(dead).isEqualTo(sentBad);
  }

  private void land(int file, Random random) throws IOException {
    StringBuilder text = new StringBuilder();
    int lines = random.nextInt(10) == 0 ? 40_000 : 1 + random.nextInt(500);
    for (int line = 0; line < lines; line++) {
      if (random.nextInt(200) == 0) {
        String bad = "{\"id\":" + file + "," + line + "}";
        text.append(bad).append('\n');
        sentBad.merge(bad, 1, Integer::sum);
      } else {
        int id = file * 1_000_000 + line;
        text.append("{\"id\":").append(id).append(",\"note\":\"n").append(line).append("\"}\n");
        sent.merge(id + " n" + line, 1, Integer::sum);
      }
    }
    Path path = landing.resolve("f" + file + ".json");
    int cut = text.length() / 2;
    // Half-written for a while, but for less than two listings.
    Files.writeString(path, text.substring(0, cut));
    Files.writeString(path, text.substring(cut), StandardOpenOption.APPEND);
  }

  private InletDefinition definition(String interval) {
    return BatchRun.definition(
        FilesJob.SCHEMA,
        """
        source: {folder: %s, format: json, list-every: 150 ms}
        table: bronze.orders
        %s
        columns:
          - {name: id, type: BIGINT, required: true}
          - {name: note, type: STRING}
        """
            .formatted(landing, interval == null ? "" : "interval: " + interval),
        Map.of());
  }
}
