package io.alluvium.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alluvium.testing.LakeTable;
import io.alluvium.testing.RunningJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the server cannot give all changes any more, the job stops and says what to do. */
class GapITCase {
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

  private static PostgresSourceBuilder<RowData> source(String name, String tables) {
    return RecordedChanges.source(database.address())
        .slot(name)
        .publication(name)
        .tables(TableSelection.matching(tables))
        .keylessTables(KeylessTables.SET_IDENTITY_FULL)
        .statusInterval(Duration.ofMillis(200));
  }

  private static RunningJob start(
      PostgresSourceBuilder<RowData> source, String name, String savepoint) throws Exception {
    return RunningJob.start(
        folder.resolve("checkpoints"),
        1,
        savepoint,
        env -> RecordedChanges.define(env, source.build(), folder.resolve(name)));
  }

  private static LakeTable changes(String name) {
    return new LakeTable(folder.resolve(name), RecordedChanges.TABLE);
  }

  private static void awaitRows(String name, long count) {
    await().atMost(PATIENCE).until(() -> changes(name).count() >= count);
  }

  /** Runs a job until it has so many rows. */
  private static String savepoint(PostgresSourceBuilder<RowData> source, String name, long rows)
      throws Exception {
    try (RunningJob job = start(source, name, null)) {
      awaitRows(name, rows);
      return job.stopWithSavepoint(folder.resolve("savepoints"));
    }
  }

  private static void assertFails(RunningJob job, String... texts) throws Exception {
    Throwable failure = job.failure(PATIENCE);
    for (String text : texts) {
      assertThat(failure).hasStackTraceContaining(text);
    }
  }

  @Test
  void aTableThatLeavesThePublicationEndsTheJob() throws Exception {
    database.execute(
        "CREATE TABLE left_out (id int PRIMARY KEY)",
        "CREATE TABLE left_in (id int PRIMARY KEY)",
        "INSERT INTO left_out VALUES (1)");
    PostgresSourceBuilder<RowData> source = source("leaving", "public\\.left_.*");
    String savepoint = savepoint(source, "leaving", 1);
    try (RunningJob job = start(source, "leaving", savepoint)) {
      database.execute("INSERT INTO left_out VALUES (2)");
      awaitRows("leaving", 2);
      database.transaction(
          "ALTER PUBLICATION leaving DROP TABLE left_out", "INSERT INTO left_out VALUES (3)");
      assertFails(
          job,
          "Table public.left_out of database 'postgres' at 127.0.0.1:",
          " is not in publication 'leaving' any more: the server does not send the changes",
          "Drop slot 'leaving', and start the job without its state");
    }
    // What looks as before would not be.
    database.execute("ALTER PUBLICATION leaving ADD TABLE left_out");
    try (RunningJob job = start(source, "leaving", savepoint)) {
      assertFails(
          job, "Table public.left_out", " was taken out of publication 'leaving' for a time");
    }
  }

  @Test
  void aPublicationThatIsDroppedEndsTheJob() throws Exception {
    database.execute("CREATE TABLE dropped (id int PRIMARY KEY)", "INSERT INTO dropped VALUES (1)");
    PostgresSourceBuilder<RowData> source = source("dropping", "public\\.dropped");
    String savepoint = savepoint(source, "dropping", 1);
    try (RunningJob job = start(source, "dropping", savepoint)) {
      database.execute("DROP PUBLICATION dropping", "INSERT INTO dropped VALUES (2)");
      assertFails(job, "start the job without its state, so that it begins with a snapshot");
    }
    try (RunningJob job = start(source, "dropping", savepoint)) {
      assertFails(job, "Table public.dropped", "publication 'dropping' for a time");
    }
    assertThat(changes("dropping").count()).isEqualTo(1);
  }

  /** Its changes were not captured under the new name; so its rows are read again. */
  @Test
  void aTableThatIsRenamedIsReadAnew() throws Exception {
    database.execute(
        "CREATE TABLE named_1 (id int PRIMARY KEY)", "INSERT INTO named_1 VALUES (1), (2)");
    PostgresSourceBuilder<RowData> source = source("naming", "public\\.named_.*");
    String savepoint = savepoint(source, "naming", 2);
    database.execute("ALTER TABLE named_1 RENAME TO named_2", "DELETE FROM named_2 WHERE id = 1");
    try (RunningJob job = start(source, "naming", savepoint)) {
      awaitRows("naming", 4);
      assertThat(job.hasFailedAsTold()).isTrue();
    }
    assertThat(changes("naming").rows())
        .filteredOn(row -> row.get("table").equals("public.named_2"))
        .extracting(row -> row.get("op") + " " + row.get("row"))
        .containsExactlyInAnyOrder("READ id=2", "DELETE id=1");
  }

  @Test
  void aSlotWhoseLogIsGoneEndsTheJob() throws Exception {
    database.execute("CREATE TABLE behind (id int PRIMARY KEY)", "INSERT INTO behind VALUES (1)");
    PostgresSourceBuilder<RowData> source = source("behind", "public\\.behind");
    String savepoint = savepoint(source, "behind", 1);
    database.execute("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'", "SELECT pg_reload_conf()");
    ReplicationSlot slot = new ReplicationSlot(database.address(), "behind");
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              database.execute("INSERT INTO behind SELECT 1 + max(id) FROM behind");
              database.execute("SELECT pg_switch_wal()", "CHECKPOINT");
              return slot.status().orElseThrow().lost();
            });
    database.execute("ALTER SYSTEM RESET max_slot_wal_keep_size", "SELECT pg_reload_conf()");
    for (String state : List.of(savepoint, "")) {
      try (RunningJob job = start(source, "behind", state.isEmpty() ? null : state)) {
        assertFails(
            job,
            "Replication slot 'behind' at 127.0.0.1:",
            "is lost (wal_status = lost)",
            "Raise max_slot_wal_keep_size, drop the slot, and start the job without its state");
      }
    }
    assertThat(changes("behind").count()).isEqualTo(1);
    // The remedy is one.
    assertThat(slot.drop()).isTrue();
    try (RunningJob job = start(source, "mended", null)) {
      awaitRows("mended", database.column("SELECT id FROM behind").size());
      assertThat(job.hasFailedAsTold()).isTrue();
    }
  }

  /**
   * In another snapshot, rows of a table without a key can have moved from one range to another.
   */
  @Test
  void aKeylessTableWhoseSnapshotIsLostEndsTheJob() throws Exception {
    database.execute(
        "CREATE TABLE heap (id int, filler text)",
        "INSERT INTO heap SELECT i, repeat('x', 100) FROM generate_series(1, 20000) i");
    PostgresSourceBuilder<RowData> source =
        RecordedChanges.source(database.address(), 200_000)
            .slot("heap")
            .publication("heap")
            .tables(TableSelection.matching("public\\.heap"))
            .keylessTables(KeylessTables.SET_IDENTITY_FULL)
            .splitBytes(128 << 10);
    String savepoint = savepoint(source, "heap", 1);
    long count = changes("heap").count();
    assertThat(count).isLessThan(20_000);
    try (RunningJob job = start(source, "heap", savepoint)) {
      assertFails(job, "The snapshot of table public.heap", "which has no key, was interrupted");
    }
    assertThat(changes("heap").count()).isEqualTo(count);
  }
}
