package io.alluvium.ingest.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alluvium.ingest.batch.BatchRun;
import io.alluvium.ingest.batch.BatchSeeds;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.testing.LakeTable;
import io.alluvium.testing.RunningJob;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("crash-matrix")
class RestJobITCase {
  @TempDir private Path folder;
  private final List<String> orders = new ArrayList<>();

  static LongStream seeds() {
    return BatchSeeds.of(1);
  }

  @Test
  void laterRunsAskOnlyForWhatIsNew() throws Exception {
    try (OrdersServer server = new OrdersServer(orders, new Random(1), 0)) {
      add(50);
      BatchRun.once(folder, RestJob::define, definition(server, ""));
      assertThat(arrived()).isEqualTo(expected());

      // Further orders of the last mark, and of later ones, and then none.
      add(3);
      BatchRun.once(folder, RestJob::define, definition(server, ""));
      add(40);
      BatchRun.once(folder, RestJob::define, definition(server, ""));
      BatchRun.once(folder, RestJob::define, definition(server, ""));
    }

    assertThat(arrived()).isEqualTo(expected());
    Map<String, Object> row =
        table().rows().stream()
            .filter(one -> one.get("_sequence").equals(3L))
            .findAny()
            .orElseThrow();
    assertThat(row)
        .containsEntry("id", 2L)
        .containsEntry("_op", "c")
        .containsEntry("_position", "{\"round\":1,\"record\":3}")
        .containsEntry("_rescued", "{\"note\":\"n2\"}");
  }

  @Test
  void anotherInletOfTheInterfaceHasItsOwnMemory() throws Exception {
    add(50);
    try (OrdersServer server = new OrdersServer(orders, new Random(1), 0)) {
      BatchRun.once(folder, RestJob::define, definition(server, ""));
      BatchRun.once(folder, RestJob::define, definition(server, "name: other", "bronze.other"));
    }

    LakeTable letters = new LakeTable(folder.resolve("lake"), "ops/dead_letters");
    assertThat(letters.rows())
        .extracting(row -> row.get("inlet"))
        .containsExactlyInAnyOrder("orders", "orders", "other", "other");
    assertThat(new LakeTable(folder.resolve("lake"), "bronze/other").count()).isEqualTo(48);
  }

  /** Of its end no row tells. */
  @Test
  void aRoundThatEndedWithAnEmptyPageIsFollowedByAnother() throws Exception {
    add(40);
    try (OrdersServer server = new OrdersServer(orders, new Random(1), 0)) {
      for (int run = 1; run <= 3; run++) {
        BatchRun.once(folder, RestJob::define, everything(server));
        assertThat(arrived()).hasSize(40 * run);
      }
    }
  }

  @ParameterizedTest(name = BatchSeeds.NAME)
  @MethodSource("seeds")
  void everyOrderIsThereOnceWhateverFails(long seed) throws Exception {
    Random random = new Random(seed);
    add(200);
    try (OrdersServer server = new OrdersServer(orders, new Random(seed), 3)) {
      try (RunningJob job =
          BatchRun.start(
              folder,
              1 + random.nextInt(2),
              RestJob::define,
              definition(server, "interval: 20 ms"))) {
        for (int step = 0; step < 6; step++) {
          int before = arrived().size();
          add(1 + random.nextInt(60));
          await().atMost(BatchRun.PATIENCE).until(() -> arrived().size() > before);
          if (random.nextBoolean()) {
            server.stop();
            job.fail();
            await().atMost(BatchRun.PATIENCE).until(job::hasFailedAsTold);
            server.start();
          } else {
            job.fail();
            await().atMost(BatchRun.PATIENCE).until(job::hasFailedAsTold);
          }
        }
      }
      // Ended wherever it was, and its state is gone.
      add(30);
      BatchRun.once(folder, RestJob::define, definition(server, ""));
    }

    assertThat(arrived()).isEqualTo(expected());
  }

  private void add(int count) {
    synchronized (orders) {
      for (int i = 0; i < count; i++) {
        int id = orders.size();
        orders.add(
            id % 37 == 5
                ? "{\"id\":\"bad\",\"at\":" + id / 4 + ",\"note\":\"n" + id + "\"}"
                : "{\"id\":" + id + ",\"at\":" + id / 4 + ",\"note\":\"n" + id + "\"}");
      }
    }
  }

  private List<String> expected() {
    synchronized (orders) {
      return orders.stream().sorted().toList();
    }
  }

  private LakeTable table() {
    return new LakeTable(folder.resolve("lake"), "bronze/orders");
  }

  /** The orders as they were, of rows and of dead letters. */
  private List<String> arrived() throws Exception {
    List<String> arrived = new ArrayList<>();
    if (table().count() > 0) {
      for (Map<String, Object> row : table().rows()) {
        String note = row.get("_rescued").toString().substring(1);
        arrived.add("{\"id\":" + row.get("id") + ",\"at\":" + row.get("at") + "," + note);
      }
    }
    LakeTable letters = new LakeTable(folder.resolve("lake"), "ops/dead_letters");
    if (letters.count() > 0) {
      for (Map<String, Object> row : letters.rows()) {
        arrived.add(new String((byte[]) row.get("bytes"), StandardCharsets.UTF_8));
      }
    }
    return arrived.stream().sorted().toList();
  }

  /** Asks for everything in each round. */
  private static InletDefinition everything(OrdersServer server) {
    return definition(server, "", "", "bronze.orders");
  }

  private static InletDefinition definition(OrdersServer server, String root) {
    return definition(server, root, "bronze.orders");
  }

  private static InletDefinition definition(OrdersServer server, String root, String table) {
    return definition(server, "incremental: {parameter: since, field: at}", root, table);
  }

  private static InletDefinition definition(
      OrdersServer server, String source, String root, String table) {
    return BatchRun.definition(
        RestJob.SCHEMA,
        """
        source:
          url: %s
          paging: {by: page, size: 20}
          limits: {attempts: 30, timeout: 5 s}
          %s
        table: %s
        %s
        columns:
          - {name: id, type: BIGINT, required: true, on-mismatch: reject}
          - {name: at, type: BIGINT}
        """
            .formatted(server.url(), source, table, root),
        Map.of());
  }
}
