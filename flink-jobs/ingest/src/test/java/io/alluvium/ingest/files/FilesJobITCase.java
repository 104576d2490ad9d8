package io.alluvium.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import io.alluvium.ingest.batch.BatchRun;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.testing.LakeTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesJobITCase {
  @TempDir private Path folder;
  private Path landing;
  private LakeTable orders;
  private LakeTable deadLetters;
  private LakeTable landed;

  @BeforeEach
  void prepare() throws IOException {
    landing = Files.createDirectories(folder.resolve("landing"));
    orders = new LakeTable(folder.resolve("lake"), "bronze/orders");
    deadLetters = new LakeTable(folder.resolve("lake"), "ops/dead_letters");
    landed = new LakeTable(folder.resolve("lake"), "ops/landed_files");
  }

  @Test
  void everyFileIsReadOnceOverSeveralRuns() throws Exception {
    write("a.csv", "id,name,amount\n1,Ann,1.50\n2,\"Bo\nb, \"\"jr\"\"\",2\nx,Cy,3\n");
    write("sub/b.csv.gz", gzip("amount;id\n".replace(';', ',') + "7.25,3\n"));
    write("c.csv", zstd("id,name,extra\n4,Dee,more\n"));
    write(".hidden.csv", "id\n90\n");
    write("_SUCCESS", "id\n91\n");
    write("half.csv.tmp", "id\n92\n");
    write("empty.csv", "");

    run(csv(""));

    assertThat(texts(orders.rows(), "id", "name", "amount", "_rescued"))
        .containsExactlyInAnyOrder(
            "1 Ann 1.50 null",
            "2 Bo\nb, \"jr\" 2.00 null",
            "3 null 7.25 null",
            "4 Dee null {\"extra\":\"more\"}");
    Map<String, Object> bob =
        orders.rows().stream().filter(row -> row.get("id").equals(2L)).findAny().orElseThrow();
    String arrival = Files.getLastModifiedTime(landing.resolve("a.csv")).toInstant().toString();
    assertThat(bob)
        .containsEntry("_source", "file:" + landing.resolve("a.csv"))
        .containsEntry("_sequence", 3L)
        .containsEntry("_op", "c");
    assertThat((String) bob.get("_position")).endsWith("#3");
    assertThat(arrival).startsWith(((Instant) bob.get("_source_ts")).toString().substring(0, 19));
    assertThat(deadLetters.rows()).hasSize(1);
    Map<String, Object> letter = deadLetters.rows().get(0);
    assertThat(new String((byte[]) letter.get("bytes"), StandardCharsets.UTF_8))
        .isEqualTo("x,Cy,3");
    assertThat(letter)
        .containsEntry("inlet", "orders")
        .containsEntry("source", "file:" + landing.resolve("a.csv"))
        .containsEntry("error_class", "wrong-type")
        .containsEntry("headers", "{\"fields\":[\"id\",\"name\",\"amount\"]}")
        .containsEntry("sequence", 5L);

    write("d.csv", "id\n5\n");
    run(csv(""));
    run(csv(""));

    assertThat(ids()).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(deadLetters.count()).isEqualTo(1);
    assertThat(texts(landed.rows(), "path", "rows", "dead_letters", "error"))
        .containsExactlyInAnyOrder(
            "a.csv 2 1 null", "sub/b.csv.gz 1 0 null", "c.csv 1 0 null", "d.csv 1 0 null");
  }

  @Test
  void aReplacedFileIsAnotherArrivalOrRefused() throws Exception {
    write("a.csv", "id\n1\n");
    run(csv(""));
    write("a.csv", "id\n1\n2\n");
    run(csv(""));

    assertThat(ids()).containsExactly(1L, 1L, 2L);

    write("a.csv", "id\n1\n2\n3\n");
    run(csv("  replaced: refuse"));
    run(csv("  replaced: refuse"));

    assertThat(ids()).containsExactly(1L, 1L, 2L);
    assertThat(texts(deadLetters.rows(), "error_class")).containsExactly("replaced-file");
  }

  /** Such as one that was restored from a copy, with its time. */
  @Test
  void aFileReplacedByAnOlderOneIsReadOnce() throws Exception {
    write("a.csv", "id\n1\n");
    run(csv(""));
    FileTime first = Files.getLastModifiedTime(landing.resolve("a.csv"));
    write("a.csv", "id\n2\n3\n");
    Files.setLastModifiedTime(
        landing.resolve("a.csv"), FileTime.fromMillis(first.toMillis() - 60_000));
    run(csv(""));
    run(csv(""));

    assertThat(ids()).containsExactly(1L, 2L, 3L);
    assertThat(texts(landed.rows(), "path", "rows"))
        .containsExactlyInAnyOrder("a.csv 1", "a.csv 2");
  }

  @Test
  void aDamagedFileIsADeadLetterAndTheOthersAreRead() throws Exception {
    byte[] whole = gzip("id\n1\n2\n3\n" + "4\n".repeat(5_000));
    write("cut.csv.gz", Arrays.copyOf(whole, whole.length / 2));
    write("bad.csv.zst", Arrays.copyOf(zstd("id\n" + random(20_000)), 10_000));
    write("good.csv", "id\n7\n");
    write("quote.csv", "id,name\n8,\"open\n9,Ann\n");

    run(csv(""));

    assertThat(ids()).contains(7L, 9L).doesNotContain(8L);
    assertThat(texts(deadLetters.rows(), "error_class", "sequence"))
        .contains("damaged-file null", "malformed 2");
    assertThat(texts(landed.rows(), "path", "error"))
        .anyMatch(text -> text.startsWith("cut.csv.gz the file is damaged"))
        .anyMatch(text -> text.startsWith("bad.csv.zst the file is damaged"))
        .contains("good.csv null", "quote.csv null");
  }

  /** A run that ended between its commits, and whose checkpoints are gone. */
  @Test
  void deadLettersThatWereNotCommittedWithTheirRowsAreMadeUpFor() throws Exception {
    write("a.csv", "id\n1\nx\n3\ny\n5\nz\n");
    run(csv(""));
    FileUtils.deleteDirectory(folder.resolve("lake/ops").toFile());
    run(csv(""));

    assertThat(ids()).containsExactly(1L, 3L, 5L);
    assertThat(texts(deadLetters.rows(), "error_class", "sequence"))
        .containsExactlyInAnyOrder("wrong-type 3", "wrong-type 5", "wrong-type 7");
    assertThat(texts(landed.rows(), "path", "rows", "dead_letters")).containsExactly("a.csv 3 3");
  }

  @Test
  void anotherInletOnTheFolderHasItsOwnMemory() throws Exception {
    write("a.csv", "id\n1\nx\n");
    run(csv(""));
    run(csv("", "other"));
    run(csv("", "other"));

    assertThat(ids()).containsExactly(1L);
    assertThat(new LakeTable(folder.resolve("lake"), "bronze/other").count()).isEqualTo(1);
    assertThat(texts(deadLetters.rows(), "inlet", "sequence"))
        .containsExactlyInAnyOrder("orders 3", "other 3");
    assertThat(texts(landed.rows(), "inlet", "rows", "dead_letters"))
        .containsExactlyInAnyOrder("orders 1 1", "other 1 1");
  }

  private InletDefinition csv(String source) {
    return csv(source, "orders");
  }

  private InletDefinition csv(String source, String name) {
    return BatchRun.definition(
        FilesJob.SCHEMA,
        """
        name: %1$s
        source:
          folder: %2$s
          format: csv
          list-every: 100 ms
        %3$s
        table: bronze.%1$s
        columns:
          - {name: id, type: BIGINT, required: true}
          - {name: name, type: STRING}
          - {name: amount, type: "DECIMAL(10, 2)"}
        """
            .formatted(name, landing, source),
        Map.of());
  }

  private void run(InletDefinition definition) throws Exception {
    BatchRun.once(folder, FilesJob::define, definition);
  }

  private List<Long> ids() throws Exception {
    return orders.rows().stream().map(row -> (Long) row.get("id")).sorted().toList();
  }

  static List<String> texts(List<Map<String, Object>> rows, String... columns) {
    List<String> texts = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      texts.add(
          String.join(
              " ", Arrays.stream(columns).map(name -> String.valueOf(row.get(name))).toList()));
    }
    return texts;
  }

  private void write(String name, String content) throws IOException {
    write(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private void write(String name, byte[] content) throws IOException {
    Path file = landing.resolve(name);
    Files.createDirectories(file.getParent());
    boolean replaced = Files.exists(file);
    FileTime before = replaced ? Files.getLastModifiedTime(file) : null;
    Files.write(file, content);
    if (replaced) {
      // Also where the clock's grain is coarse.
      Files.setLastModifiedTime(file, FileTime.fromMillis(before.toMillis() + 1_000));
    }
  }

  private static String random(int lines) {
    java.util.Random random = new java.util.Random(7);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      text.append(random.nextInt(1_000_000)).append('\n');
    }
    return text.toString();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] zstd(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
