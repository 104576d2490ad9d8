package io.alluvium.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alluvium.testing.LakeTable;
import io.alluvium.testing.RunningJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A large table without a key is read by ranges of blocks while its rows move between them, and
 * tasks and sessions fail: every row and every change is there once.
 */
@Tag("crash-matrix")
class KeylessBlocksITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final int ROWS = 6_000;
  private static final List<String> TABLES = List.of("heap");

  @TempDir private static Path folder;

  @Test
  void readsEachRowOnceThroughFailures() throws Exception {
    long seed = Long.getLong("alluvium.seed", 1);
    int seeds = Integer.getInteger("alluvium.seeds", 1);
    try (Database database = new Database(folder.resolve("postgres"))) {
      for (long next = seed; next < seed + seeds; next++) {
        run(database, next);
        database.execute("DROP TABLE heap", "DROP PUBLICATION blocks");
        assertThat(new ReplicationSlot(database.address(), "blocks").drop()).isTrue();
      }
    }
  }

  private static void run(Database database, long seed) throws Exception {
    Random random = new Random(seed);
    String description = "seed " + seed;
    database.execute(
        "CREATE TABLE heap (id int, version int, filler text)",
        "ALTER TABLE heap REPLICA IDENTITY FULL",
        "INSERT INTO heap SELECT i, 0, repeat('x', 120) FROM generate_series(1, " + ROWS + ") i",
        "CREATE INDEX ON heap (id)");
    Path lake = folder.resolve("lake" + seed);
    LakeTable changes = new LakeTable(lake, RecordedChanges.TABLE);
    RowHistories histories = new RowHistories(changes, database, TABLES);
    Changer changer = new Changer(database, TABLES, ROWS, seed);
    try (RunningJob job =
        RunningJob.start(
            folder.resolve("checkpoints"),
            2,
            env ->
                RecordedChanges.define(
                    env,
                    RecordedChanges.source(database.address(), 100_000)
                        .slot("blocks")
                        .publication("blocks")
                        .tables(TableSelection.matching("public\\.heap"))
                        .splitBytes(64 << 10)
                        .statusInterval(Duration.ofMillis(200))
                        .build(),
                    lake))) {
      changer.start();
      for (int fault = 0; fault < 3; fault++) {
        long count = changes.count();
        await(description).atMost(PATIENCE).until(() -> changes.count() > count);
        if (random.nextBoolean()) {
          job.fail();
          await(description).atMost(PATIENCE).until(job::hasFailedAsTold);
        } else {
          // Readers of the snapshot; the session that holds it is not one that copies.
          database.column(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY%'");
        }
      }
      changer.finish();
      await(description).atMost(PATIENCE).untilAsserted(histories::assertComplete);
    } finally {
      changer.finish();
    }
    histories.assertExact(description);
    assertThat(changes.rows())
        .as(description)
        .filteredOn(row -> row.get("op").equals("READ"))
        .hasSize(ROWS);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                !new ReplicationSlot(database.address(), "blocks").status().orElseThrow().active());
  }
}
