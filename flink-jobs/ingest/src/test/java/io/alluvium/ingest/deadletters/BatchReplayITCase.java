package io.alluvium.ingest.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.alluvium.definitions.Definition;
import io.alluvium.definitions.DefinitionSchema;
import io.alluvium.ingest.batch.BatchRun;
import io.alluvium.ingest.batch.BatchSeeds;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.ingest.documents.DocumentsJob;
import io.alluvium.ingest.documents.DocumentsKind;
import io.alluvium.ingest.files.FilesJob;
import io.alluvium.ingest.files.FilesKind;
import io.alluvium.ingest.rest.RestJob;
import io.alluvium.ingest.rest.RestKind;
import io.alluvium.testing.LakeTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Letters of batch inlets, replayed by a definition that was changed. */
class BatchReplayITCase {
  @TempDir private Path folder;

  static LongStream seeds() {
    return BatchSeeds.of(1);
  }

  @ParameterizedTest(name = BatchSeeds.NAME)
  @MethodSource("seeds")
  void linesOfFilesAreReplayedOnceAlsoAfterAReplayThatFailed(long seed) throws Exception {
    Random random = new Random(seed);
    Path landing = Files.createDirectories(folder.resolve("landing"));
    Map<String, String> expected = new TreeMap<>();
    int letters = 0;
    // The fields' order is that of each file's own header.
    for (int file = 0; file < 3; file++) {
      boolean turned = random.nextBoolean();
      StringBuilder text = new StringBuilder(turned ? "amount,id\n" : "id,amount\n");
      for (int line = 2; line < 60; line++) {
        boolean bad = random.nextInt(4) == 0;
        String id = String.valueOf((file + 1) * 1_000 + line);
        String amount = bad ? "about " + line : line + ".50";
        text.append(turned ? amount + "," + id : id + "," + amount).append('\n');
        letters += bad ? 1 : 0;
        expected.put(id, bad ? "null {\"amount\":\"" + amount + "\"}" : line + ".50 null");
      }
      Files.writeString(landing.resolve(file + ".csv"), text);
    }
    Path strict = files("strict.yaml", "reject", "");
    run(FilesJob::define, FilesJob.SCHEMA, strict);
    LakeTable orders = new LakeTable(folder.resolve("lake"), "bronze/orders");
    long before = orders.count();
    assertThat(before + letters).isEqualTo(expected.size());

    ReplayableInlet changed =
        new FilesKind()
            .read(files("rescue.yaml", "rescue", "  - {name: late, type: STRING}"), Map.of());
    ReplayableInlet failing = new FailingInlet(changed, random.nextInt(letters / 2));
    assertThatThrownBy(() -> replay(failing)).hasStackTraceContaining("induced failure");
    assertThat(orders.count()).isEqualTo(before);

    ReplayResult result = replay(changed);
    assertThat(result.chosen()).isEqualTo(letters);
    assertThat(result.replayed()).isEqualTo(letters);
    assertThat(replay(changed).replayed()).isZero();
    // Nor does a run of the inlet take what was replayed for a file that was begun.
    run(FilesJob::define, FilesJob.SCHEMA, strict);
    Map<String, String> found = new TreeMap<>();
    for (Map<String, Object> row : orders.rows()) {
      String id = row.get("id").toString();
      assertThat(found.put(id, row.get("amount") + " " + row.get("_rescued"))).as(id).isNull();
      assertThat((String) row.get("_position")).endsWith("#" + row.get("_sequence"));
      assertThat(row.get("_sequence")).isEqualTo(Long.parseLong(id) % 1_000);
      assertThat(row.get("_source_ts")).isNotNull();
    }
    assertThat(found).isEqualTo(expected);
  }

  /** What holds no record, or only a part of one, stays a letter. */
  @Test
  void whatALetterDoesNotHoldIsNotMadeUp() throws Exception {
    Path landing = Files.createDirectories(folder.resolve("landing"));
    Files.writeString(landing.resolve("a.csv"), "id,amount\n1,\"" + "1".repeat(300) + "\"\n2,2\n");
    Files.write(landing.resolve("b.csv"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 1, 2, 3});
    Path definition = files("orders.yaml", "rescue", "");
    String small =
        Files.readString(definition).replace("format:", "max-record-bytes: 100\n  format:");
    run(FilesJob::define, FilesJob.SCHEMA, Files.writeString(definition, small));

    ReplayResult result = replay(new FilesKind().read(files("large.yaml", "rescue", ""), Map.of()));

    assertThat(result.unreadable()).isEqualTo(Map.of("too-large", 1L, "damaged-file", 1L));
    assertThat(new LakeTable(folder.resolve("lake"), "bronze/orders").count()).isEqualTo(1);
  }

  @Test
  void recordsOfAnInterfaceAreReplayedAndItIsAskedFromWhereItWas() throws Exception {
    WireMockServer server =
        new WireMockServer(WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    server.start();
    try {
      answer(
          server, "[{\"id\":1,\"at\":5},{\"id\":\"two\",\"at\":6},{\"id\":3,\"at\":7,\"n\":[]}]");
      Path strict = rest("strict.yaml", server, "reject");
      run(RestJob::define, RestJob.SCHEMA, strict);
      LakeTable orders = new LakeTable(folder.resolve("lake"), "bronze/orders");
      assertThat(orders.count()).isEqualTo(2);

      ReplayableInlet changed =
          new RestKind().read(rest("rescue.yaml", server, "rescue"), Map.of());
      assertThat(replay(changed).replayed()).isEqualTo(1);
      assertThat(replay(changed).there()).isEqualTo(1);
      answer(server, "[{\"id\":3,\"at\":7,\"n\":[]},{\"id\":4,\"at\":8}]");
      run(RestJob::define, RestJob.SCHEMA, strict);

      server.verify(
          WireMock.getRequestedFor(WireMock.urlPathEqualTo("/orders"))
              .withQueryParam("since", WireMock.equalTo("7")));
      assertThat(orders.rows())
          .extracting(row -> row.get("id") + " " + row.get("_rescued"))
          .containsExactlyInAnyOrder("1 null", "null {\"id\":\"two\"}", "3 {\"n\":[]}", "4 null");
    } finally {
      server.stop();
    }
  }

  @Test
  void documentsThatWereRefusedAreReadOnceTheyAreAllowed() throws Exception {
    Path landing = Files.createDirectories(folder.resolve("landing"));
    Path plan = landing.resolve("plan.txt");
    Files.writeString(plan, "first");
    Path refusing = documents("refuse.yaml", "refuse");
    run(DocumentsJob::define, DocumentsJob.SCHEMA, refusing);
    Files.writeString(plan, "second");
    Files.setLastModifiedTime(plan, FileTime.from(Instant.now().plusSeconds(5)));
    run(DocumentsJob::define, DocumentsJob.SCHEMA, refusing);
    LakeTable table = new LakeTable(folder.resolve("lake"), "bronze/document");
    assertThat(table.count()).isEqualTo(1);

    assertThat(replay(new DocumentsKind().read(refusing, Map.of())).unreadable())
        .isEqualTo(Map.of("replaced-file", 1L));
    Path reading = documents("read.yaml", "read");
    ReplayableInlet changed = new DocumentsKind().read(reading, Map.of());
    assertThat(replay(changed).replayed()).isEqualTo(1);
    assertThat(replay(changed).there()).isEqualTo(1);
    run(DocumentsJob::define, DocumentsJob.SCHEMA, reading);

    assertThat(table.rows())
        .extracting(row -> new String((byte[]) row.get("content"), StandardCharsets.UTF_8))
        .containsExactlyInAnyOrder("first", "second");

    Files.delete(plan);
    Files.writeString(landing.resolve("other.txt"), "one");
    run(DocumentsJob::define, DocumentsJob.SCHEMA, reading);
    Files.writeString(landing.resolve("other.txt"), "another");
    Files.setLastModifiedTime(
        landing.resolve("other.txt"), FileTime.from(Instant.now().plusSeconds(5)));
    run(DocumentsJob::define, DocumentsJob.SCHEMA, refusing);
    Files.delete(landing.resolve("other.txt"));
    assertThat(replay(changed).unreadable()).isEqualTo(Map.of("changed-file", 1L));
  }

  private void run(BatchRun.Job job, DefinitionSchema schema, Path file) throws Exception {
    BatchRun.once(folder, job, new InletDefinition(Definition.read(file, schema, Map.of()), null));
  }

  private ReplayResult replay(ReplayableInlet inlet) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.ADDRESS, "127.0.0.1");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return new DeadLetterReplay(inlet, BatchRun.lake(folder))
        .run(
            StreamExecutionEnvironment.createLocalEnvironment(2, configuration),
            LetterSelection.of(inlet.inlet()));
  }

  private Path files(String name, String mismatch, String more) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        """
        name: orders
        source:
          folder: %s
          format: csv
          list-every: 50 ms
        table: bronze.orders
        values: {on-mismatch: %s}
        columns:
          - {name: id, type: BIGINT, required: true}
          - {name: amount, type: "DECIMAL(10, 2)"}
        %s
        """
            .formatted(folder.resolve("landing"), mismatch, more));
  }

  private Path rest(String name, WireMockServer server, String mismatch) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        """
        name: orders
        source:
          url: http://127.0.0.1:%d/orders
          incremental: {parameter: since, field: at}
        table: bronze.orders
        values: {on-mismatch: %s}
        columns: [{name: id, type: BIGINT}, {name: at, type: BIGINT}]
        """
            .formatted(server.port(), mismatch));
  }

  private static void answer(WireMockServer server, String body) {
    server.stubFor(
        WireMock.get(WireMock.urlPathEqualTo("/orders")).willReturn(WireMock.okJson(body)));
  }

  private Path documents(String name, String replaced) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        """
        name: plans
        source: {folder: %s, replaced: %s, list-every: 50 ms}
        table: bronze.document
        """
            .formatted(folder.resolve("landing"), replaced));
  }

  /** Fails once so many letters were decoded. */
  private record FailingInlet(ReplayableInlet changed, int letters) implements ReplayableInlet {
    @Override
    public String inlet() {
      return changed.inlet();
    }

    @Override
    public String table() {
      return changed.table();
    }

    @Override
    public RowType rowType() {
      return changed.rowType();
    }

    @Override
    public List<String> partitionColumns() {
      return changed.partitionColumns();
    }

    @Override
    public DeadLetterDecoder newDecoder() {
      DeadLetterDecoder decoder = changed.newDecoder();
      int[] decoded = {0};
      return letter -> {
        if (decoded[0]++ == letters) {
          throw new IllegalStateException("induced failure");
        }
        return decoder.decode(letter);
      };
    }
  }
}
