package io.alluvium.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alluvium.cdc.pipeline.CdcPipeline;
import io.alluvium.testing.LakeTable;
import io.alluvium.testing.RunningJob;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows of two tables change all the time, every row by steps of one: so a change that is lost or
 * doubled shows as a gap or a repeat in its row's history. The snapshot's row lies somewhere in it.
 */
class ExactlyOnceITCase {
  private static final int ROWS = 4_000;
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  @TempDir private static Path folder;
  private static Database database;

  @BeforeAll
  static void start() throws Exception {
    database = new Database(folder.resolve("postgres"));
  }

  @AfterAll
  static void stop() throws Exception {
    database.close();
  }

  @Test
  void keepsEachChangeOnceThroughFailuresOfJobAndServer() throws Exception {
    database.execute("CREATE SCHEMA fleet");
    for (String table : List.of("fleet.left_side", "fleet.right_side")) {
      database.execute(
          "CREATE TABLE " + table + " (id int PRIMARY KEY, version int NOT NULL, note text)",
          "INSERT INTO " + table + " SELECT i, 0, 'n' FROM generate_series(1, " + ROWS + ") i");
    }
    Path lake = folder.resolve("lake");
    CdcPipeline options =
        database.pipeline(
            lake,
            "exactly_once",
            List.of("scan.incremental.snapshot.chunk.size: 500"),
            "fleet.left_side",
            "fleet.right_side");
    LakeTable left = new LakeTable(lake, "bronze/left_side");
    LakeTable right = new LakeTable(lake, "bronze/right_side");
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(2);
    String savepoint;
    Future<?> changes;

    try (RunningJob job =
        RunningJob.start(folder.resolve("checkpoints"), 2, env -> CdcJob.define(env, options))) {
      changes = pool.submit(() -> change(done));
      // In the snapshot.
      await().atMost(PATIENCE).until(() -> left.count() > 0);
      fail(job);
      await().atMost(PATIENCE).until(() -> hasStreamed(left) && hasStreamed(right));
      // In the stream: the job, its sender on the server, and both.
      fail(job);
      awaitProgress(left);
      terminateSenders();
      awaitProgress(left);
      terminateSenders();
      fail(job);
      awaitProgress(left);
      savepoint = job.stopWithSavepoint(folder.resolve("savepoints"));
    }
    try (RunningJob job =
        RunningJob.start(
            folder.resolve("checkpoints"), 1, savepoint, env -> CdcJob.define(env, options))) {
      awaitProgress(left);
      done.set(true);
      changes.get();
      await().atMost(PATIENCE).until(() -> last(left, "left_side") && last(right, "right_side"));
      assertThat(job.hasFailedAsTold()).isTrue();
    } finally {
      done.set(true);
      pool.shutdownNow();
    }

    assertHistory(left, database.pairs("SELECT id, version FROM fleet.left_side"));
    assertHistory(right, database.pairs("SELECT id, version FROM fleet.right_side"));
  }

  private static void fail(RunningJob job) {
    job.fail();
    await().atMost(PATIENCE).until(job::hasFailedAsTold);
  }

  private static void awaitProgress(LakeTable table) {
    long count = table.count();
    await().atMost(PATIENCE).until(() -> table.count() > count + 20);
  }

  private static boolean hasStreamed(LakeTable table) throws Exception {
    return table.count() > ROWS
        && table.rows().stream().anyMatch(row -> !row.get("_op").equals("r"));
  }

  /** Those of a moment ago may be gone and new ones not there yet. */
  private static void terminateSenders() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                !database
                    .column(
                        "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots"
                            + " WHERE slot_name = 'exactly_once' AND active")
                    .isEmpty());
  }

  private static boolean last(LakeTable bronze, String table) throws Exception {
    return current(bronze.rows()).equals(database.pairs("SELECT id, version FROM fleet." + table));
  }

  /** Updates, inserts, deletes and inserts anew, several in a transaction, some of one row. */
  private static void change(AtomicBoolean done) {
    Random random = new Random(7);
    try (Connection connection = database.newConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      while (!done.get()) {
        for (String table : List.of("fleet.left_side", "fleet.right_side")) {
          for (int i = random.nextInt(5); i >= 0; i--) {
            int id = 1 + random.nextInt(ROWS);
            statement.execute("UPDATE " + table + " SET version = version + 1 WHERE id = " + id);
            statement.execute("UPDATE " + table + " SET version = version + 1 WHERE id = " + id);
          }
        }
        connection.commit();
        LockSupport.parkNanos(1_000_000);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<Integer, Integer> current(List<Map<String, Object>> rows) {
    Map<Integer, Integer> versions = new TreeMap<>();
    rows.forEach(
        row -> versions.merge((Integer) row.get("id"), (Integer) row.get("version"), Math::max));
    return versions;
  }

  private static void assertHistory(LakeTable bronze, Map<Integer, Integer> expected)
      throws Exception {
    Map<Integer, List<Map<String, Object>>> histories =
        bronze.rows().stream()
            .collect(
                Collectors.groupingBy(
                    row -> (Integer) row.get("id"), TreeMap::new, Collectors.toList()));
    assertThat(histories.keySet()).isEqualTo(expected.keySet());
    histories.forEach(
        (id, rows) -> {
          List<Map<String, Object>> ordered = new ArrayList<>(rows);
          ordered.sort(Comparator.comparing(row -> (Long) row.get("_sequence")));
          assertThat(ordered)
              .as("sequences of %s", id)
              .extracting(row -> row.get("_sequence"))
              .doesNotHaveDuplicates();
          assertThat(ordered.get(0)).containsEntry("_op", "r").containsEntry("_sequence", 0L);
          int inSnapshot = (Integer) ordered.get(0).get("version");
          if (ordered.size() == 1) {
            assertThat(inSnapshot).as("never changed: %s", id).isEqualTo(expected.get(id));
            return;
          }
          int version = (Integer) ordered.get(1).get("version");
          assertThat(version)
              .as("first change of %s: %s", id, ordered)
              .isBetween(1, inSnapshot + 1);
          for (Map<String, Object> row : ordered.subList(1, ordered.size())) {
            assertThat(row.get("version"))
                .as("history of %s: %s", id, ordered)
                .isEqualTo(version++);
          }
          assertThat(version - 1).as("last change of %s", id).isEqualTo(expected.get(id));
        });
  }
}
