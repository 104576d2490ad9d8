package io.alluvium.ingest.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.ingest.batch.BatchRun;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.testing.LakeTable;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsJobITCase {
  @TempDir private Path folder;

  @Test
  void everyDocumentIsARowOnce() throws Exception {
    Path landing = Files.createDirectories(folder.resolve("landing/photos")).getParent();
    Map<String, byte[]> sent = new LinkedHashMap<>();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB), "png", png);
    // A wrong name does not make it a text.
    sent.put("photos/roof.txt", png.toByteArray());
    sent.put("plan.pdf", "%PDF-1.7\n%âãÏÓ\n".getBytes(StandardCharsets.ISO_8859_1));
    sent.put("notes.md", "# Notes\n".getBytes(StandardCharsets.UTF_8));
    sent.put("large.bin", new byte[300_000]);
    for (Map.Entry<String, byte[]> file : sent.entrySet()) {
      Files.write(landing.resolve(file.getKey()), file.getValue());
    }

    InletDefinition definition = definition(landing, "orders", "");
    BatchRun.once(folder, DocumentsJob::define, definition);
    Files.writeString(landing.resolve("late.json"), "{}");
    sent.put("late.json", "{}".getBytes(StandardCharsets.UTF_8));
    BatchRun.once(folder, DocumentsJob::define, definition);

    Map<String, String> types = new LinkedHashMap<>();
    for (Map<String, Object> row :
        new LakeTable(folder.resolve("lake"), "bronze/document").rows()) {
      String path = (String) row.get("path");
      byte[] content = sent.get(path);
      assertThat(types.put(path, (String) row.get("media_type"))).as("once: %s", path).isNull();
      assertThat(row)
          .containsEntry("size", (long) content.length)
          .containsEntry("name", path.substring(path.lastIndexOf('/') + 1))
          .containsEntry("modified", row.get("_source_ts"))
          .containsEntry("_source", "file:" + landing.resolve(path))
          .containsEntry(
              "sha256",
              HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
      boolean large = content.length > 102_400;
      assertThat((byte[]) row.get("content")).isEqualTo(large ? null : content);
      assertThat(row.get("link")).isEqualTo(large ? "file:" + landing.resolve(path) : null);
    }
    assertThat(types)
        .isEqualTo(
            Map.of(
                "photos/roof.txt", "image/png",
                "plan.pdf", "application/pdf",
                "notes.md", "text/x-web-markdown",
                "large.bin", "application/octet-stream",
                "late.json", "application/json"));
  }

  /** Such as one that was restored from a copy, with its time. */
  @Test
  void aDocumentReplacedByAnOlderOneIsReadOnce() throws Exception {
    Path landing = Files.createDirectories(folder.resolve("landing"));
    Path file = Files.writeString(landing.resolve("plan.txt"), "new");
    InletDefinition definition = definition(landing, "orders", "");
    BatchRun.once(folder, DocumentsJob::define, definition);
    Files.writeString(file, "older");
    Files.setLastModifiedTime(
        file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() - 60_000));
    for (int run = 0; run < 3; run++) {
      BatchRun.once(folder, DocumentsJob::define, definition);
    }

    assertThat(new LakeTable(folder.resolve("lake"), "bronze/document").rows())
        .extracting(row -> row.get("size"))
        .containsExactlyInAnyOrder(3L, 5L);
  }

  @Test
  void whatOneInletRefusesAnotherReads() throws Exception {
    Path landing = Files.createDirectories(folder.resolve("landing"));
    Path file = Files.writeString(landing.resolve("plan.txt"), "one");
    InletDefinition refusing = definition(landing, "orders", ", replaced: refuse");
    BatchRun.once(folder, DocumentsJob::define, refusing);
    Files.writeString(file, "other");
    Files.setLastModifiedTime(
        file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() + 1_000));
    BatchRun.once(folder, DocumentsJob::define, refusing);
    BatchRun.once(folder, DocumentsJob::define, definition(landing, "reading", ""));

    assertThat(new LakeTable(folder.resolve("lake"), "ops/dead_letters").count()).isEqualTo(1);
    assertThat(new LakeTable(folder.resolve("lake"), "bronze/reading").rows())
        .extracting(row -> row.get("size"))
        .containsExactly(5L);
  }

  private static InletDefinition definition(Path landing, String name, String source) {
    return BatchRun.definition(
        DocumentsJob.SCHEMA,
        """
        name: %s
        source: {folder: %s, max-bytes: 100 kb, list-every: 100 ms%s}
        table: bronze.%s
        """
            .formatted(name, landing, source, name.equals("orders") ? "document" : name),
        Map.of());
  }
}
