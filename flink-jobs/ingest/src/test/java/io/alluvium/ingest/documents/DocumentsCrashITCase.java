package io.alluvium.ingest.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alluvium.ingest.batch.BatchRun;
import io.alluvium.ingest.batch.BatchSeeds;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.testing.LakeTable;
import io.alluvium.testing.RunningJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents land, some in place of others, while the job fails again and again. */
@Tag("crash-matrix")
class DocumentsCrashITCase {
  private static final int FILES = 60;
  private static final int MOST_BYTES = 3_000;

  @TempDir private Path folder;

  /** By path and content, how often. */
  private final Map<String, Integer> sent = new TreeMap<>();

  private Path landing;

  static LongStream seeds() {
    return BatchSeeds.of(1);
  }

  @ParameterizedTest(name = BatchSeeds.NAME)
  @MethodSource("seeds")
  void everyDocumentIsThereOnceWhateverFails(long seed) throws Exception {
    Random random = new Random(seed);
    landing = Files.createDirectories(folder.resolve("landing"));
    LakeTable documents = new LakeTable(folder.resolve("lake"), "bronze/document");
    int failures = 0;
    try (RunningJob job =
        BatchRun.start(
            folder, 1 + random.nextInt(2), DocumentsJob::define, definition("interval: 10 ms"))) {
      for (int file = 0; file < FILES; file++) {
        land("d" + file, random);
        if (random.nextInt(12) == 0) {
          long all = sent.size();
          if (random.nextBoolean()) {
            // What is replaced was read; between two commits, and not only before the first.
            await().atMost(BatchRun.PATIENCE).until(() -> documents.count() == all);
            land("d" + random.nextInt(file + 1), random);
          }
          job.fail();
          failures++;
          await().atMost(BatchRun.PATIENCE).until(job::hasFailedAsTold);
        }
      }
      // The job is stopped wherever it is, and leaves no state.
    }
    land("last", random);
    BatchRun.once(folder, DocumentsJob::define, definition(""));

    assertThat(failures).isPositive();
    Map<String, Integer> found = new TreeMap<>();
    for (Map<String, Object> row : documents.rows()) {
      found.merge(row.get("path") + " " + hex((byte[]) row.get("content")), 1, Integer::sum);
    }
    assertThat(found).isEqualTo(sent);
    assertThat(new LakeTable(folder.resolve("lake"), "ops/dead_letters").count()).isZero();
  }

  private void land(String name, Random random) throws IOException {
    byte[] content = new byte[1 + random.nextInt(MOST_BYTES)];
    random.nextBytes(content);
    Path path = landing.resolve(name);
    boolean replaced = Files.exists(path);
    FileTime before = replaced ? Files.getLastModifiedTime(path) : null;
    Path half = landing.resolve("." + name);
    int cut = content.length / 2;
    Files.write(half, Arrays.copyOf(content, cut));
    Files.write(half, Arrays.copyOfRange(content, cut, content.length), StandardOpenOption.APPEND);
    if (replaced) {
      // Also where the clock's grain is coarse.
      Files.setLastModifiedTime(half, FileTime.fromMillis(before.toMillis() + 1_000));
    }
    Files.move(half, path, StandardCopyOption.REPLACE_EXISTING);
    sent.merge(name + " " + hex(content), 1, Integer::sum);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private InletDefinition definition(String interval) {
    return BatchRun.definition(
        DocumentsJob.SCHEMA,
        """
        source: {folder: %s, list-every: 100 ms, max-bytes: 4 kb}
        table: bronze.document
        %s
        """
            .formatted(landing, interval),
        Map.of());
  }
}
