package io.alluvium.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alluvium.cdc.pipeline.CdcPipeline;
import io.alluvium.testing.LakeTable;
import io.alluvium.testing.RunningJob;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CdcJobITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  @TempDir private static Path folder;
  private static Database database;

  @BeforeAll
  static void start() throws Exception {
    database = new Database(folder.resolve("postgres"));
    database.execute("CREATE SCHEMA operations");
  }

  @AfterAll
  static void stop() throws Exception {
    database.close();
  }

  @Test
  void keepsEveryKindOfChange() throws Exception {
    database.execute(
        "CREATE TABLE operations.building (building text PRIMARY KEY, floor_area_m2 double precision,"
            + " year_built int DEFAULT 1900, note text)",
        "ALTER TABLE operations.building REPLICA IDENTITY FULL",
        "CREATE TABLE operations.station (station text PRIMARY KEY, height int NOT NULL, note text)",
        "ALTER TABLE operations.station ALTER note SET STORAGE EXTERNAL",
        "INSERT INTO operations.building VALUES ('a', 1.5, NULL, 'x')",
        "INSERT INTO operations.station VALUES ('s', 7, repeat('long', 5000))");
    Path lake = folder.resolve("changes");
    CdcPipeline options =
        database.pipeline(lake, "changes", "operations.building", "operations.station");
    LakeTable building = new LakeTable(lake, "bronze/building");
    LakeTable station = new LakeTable(lake, "bronze/station");
    String savepoint;

    try (RunningJob job =
        RunningJob.start(folder.resolve("checkpoints"), 1, env -> CdcJob.define(env, options))) {
      awaitRows(building, 1);
      awaitRows(station, 1);
      database.transaction(
          "INSERT INTO operations.building VALUES ('b', 2, 2000, 'y')",
          "UPDATE operations.building SET floor_area_m2 = 3 WHERE building = 'b'",
          "UPDATE operations.building SET floor_area_m2 = 4 WHERE building = 'b'",
          "UPDATE operations.building SET building = 'c' WHERE building = 'b'",
          "DELETE FROM operations.building WHERE building = 'a'",
          "UPDATE operations.station SET height = 8",
          "DELETE FROM operations.station");
      awaitRows(building, 7);
      database.execute(
          "ALTER TABLE operations.building ADD COLUMN floors int DEFAULT 1",
          "INSERT INTO operations.building VALUES ('d', 5, 2001, 'z', 12)",
          "ALTER TABLE operations.building DROP COLUMN note",
          "INSERT INTO operations.building VALUES ('e', 6, 2002, 13)",
          "TRUNCATE operations.building");
      awaitRows(building, 10);
      savepoint = job.stopWithSavepoint(folder.resolve("savepoints"));
    }
    // While the job is down, and a table that it did not know.
    database.execute(
        "INSERT INTO operations.building VALUES ('f', 7, 2003, 14)",
        "CREATE TABLE operations.comfort_policy (usage text PRIMARY KEY, base numeric(5,2))",
        "INSERT INTO operations.comfort_policy VALUES ('Office', 18)");
    CdcPipeline wider =
        database.pipeline(
            lake,
            "changes",
            "operations.building",
            "operations.station",
            "operations.comfort_policy");
    LakeTable policy = new LakeTable(lake, "bronze/comfort_policy");
    try (RunningJob job =
        RunningJob.start(
            folder.resolve("checkpoints"), 1, savepoint, env -> CdcJob.define(env, wider))) {
      awaitRows(building, 11);
      awaitRows(policy, 1);
      database.execute("UPDATE operations.comfort_policy SET base = 18.5");
      awaitRows(policy, 2);
      assertThat(job.hasFailedAsTold()).isTrue();
    }

    List<Map<String, Object>> rows = ordered(building);
    assertThat(rows)
        .extracting(
            row -> row.get("_op") + " " + row.get("building") + " " + row.get("floor_area_m2"))
        .containsExactly(
            "r a 1.5",
            "c b 2.0",
            "u b 3.0",
            "u b 4.0",
            "d b 4.0",
            "c c 4.0",
            "d a 1.5",
            "c d 5.0",
            "c e 6.0",
            "t null null",
            "c f 7.0");
    assertThat(rows).extracting(row -> row.get("_source")).containsOnly("operations");
    assertThat(rows.get(0))
        .containsEntry("year_built", null)
        .containsEntry("note", "x")
        .containsEntry("_sequence", 0L)
        .containsEntry("_position", "0/0")
        .containsEntry("_source_ts", null);
    assertThat(rows.get(2))
        .containsEntry(
            "_before",
            "{\"building\":\"b\",\"floor_area_m2\":2.0,\"year_built\":2000,\"note\":\"y\"}");
    assertThat((Instant) rows.get(2).get("_source_ts"))
        .isBetween(Instant.now().minusSeconds(120), (Instant) rows.get(2).get("_ingest_ts"));
    assertThat(rows.get(7)).containsEntry("floors", 12).containsEntry("_rescued", null);
    assertThat(rows.get(8)).containsEntry("floors", 13).containsEntry("note", null);

    assertThat(ordered(station))
        .extracting(
            row ->
                row.get("_op")
                    + " "
                    + row.get("station")
                    + " "
                    + row.get("height")
                    + " "
                    + row.get("_before")
                    + " "
                    + row.get("_rescued"))
        .containsExactly(
            "r s 7 null null",
            "u s 8 null {\"_unavailable\":[\"note\"]}",
            "d s null {\"station\":\"s\"} null");
    assertThat(ordered(policy))
        .extracting(row -> row.get("_op") + " " + row.get("base"))
        .containsExactly("r 18.00", "u 18.50");
  }

  /**
   * The change of a transaction is in the log where it was made, before the place at which the
   * table's rows were read, and only comes with the commit, after that place.
   */
  @Test
  void aTransactionThatIsOpenWhileATableIsReadComesWithItsCommit() throws Exception {
    createAdded("CREATE PUBLICATION opened FOR TABLE operations.known, operations.added");
    Path lake = folder.resolve("opened");
    LakeTable added = new LakeTable(lake, "bronze/added");
    String savepoint = withOneTable("opened", lake);

    try (Connection connection = openTransaction();
        RunningJob job = withAnotherTable("opened", lake, savepoint)) {
      awaitRows(added, 2);
      connection.commit();
      awaitRows(added, 5);
      assertThat(job.hasFailedAsTold()).isTrue();
    }

    assertThat(ordered(added))
        .extracting(row -> row.get("_op") + " " + row.get("id") + " " + row.get("amount"))
        .containsExactlyInAnyOrder("r 1 10", "r 2 20", "u 1 11", "d 2 20", "c 3 30");
  }

  /** Its changes are not sent: what it did must be among the rows that are read. */
  @Test
  void aTransactionThatBeganBeforeItsTableWasPublishedIsWaitedFor() throws Exception {
    createAdded("SELECT 1");
    Path lake = folder.resolve("late");
    LakeTable added = new LakeTable(lake, "bronze/added");
    String savepoint = withOneTable("late", lake);

    try (Connection connection = openTransaction()) {
      CompletableFuture<RunningJob> started =
          CompletableFuture.supplyAsync(() -> withAnotherTable("late", lake, savepoint));
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  database
                      .column("SELECT tablename FROM pg_publication_tables WHERE pubname = 'late'")
                      .contains("added"));
      // As long as a start without waiting would take to read the rows.
      await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
      assertThat(started).isNotDone();
      connection.commit();
      try (RunningJob job = started.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        awaitRows(added, 2);
        database.execute("INSERT INTO operations.added VALUES (4, 40)");
        awaitRows(added, 3);
        assertThat(job.hasFailedAsTold()).isTrue();
      }
    }

    assertThat(ordered(added))
        .extracting(row -> row.get("_op") + " " + row.get("id") + " " + row.get("amount"))
        .containsExactlyInAnyOrder("r 1 11", "r 3 30", "c 4 40");
  }

  private static void createAdded(String publication) throws Exception {
    database.execute(
        "DROP TABLE IF EXISTS operations.known, operations.added",
        "CREATE TABLE operations.known (id int PRIMARY KEY)",
        "INSERT INTO operations.known VALUES (1)",
        "CREATE TABLE operations.added (id int PRIMARY KEY, amount int)",
        "ALTER TABLE operations.added REPLICA IDENTITY FULL",
        "INSERT INTO operations.added VALUES (1, 10), (2, 20)",
        publication);
  }

  /** Makes the slot, which cannot be made beside an open transaction; returns a savepoint. */
  private static String withOneTable(String slot, Path lake) throws Exception {
    CdcPipeline options = database.pipeline(lake, slot, "operations.known");
    try (RunningJob job =
        RunningJob.start(folder.resolve("checkpoints"), 1, env -> CdcJob.define(env, options))) {
      awaitRows(new LakeTable(lake, "bronze/known"), 1);
      return job.stopWithSavepoint(folder.resolve("savepoints"));
    }
  }

  private static RunningJob withAnotherTable(String slot, Path lake, String savepoint) {
    CdcPipeline options = database.pipeline(lake, slot, "operations.known", "operations.added");
    try {
      return RunningJob.start(
          folder.resolve("checkpoints"), 1, savepoint, env -> CdcJob.define(env, options));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection openTransaction() throws Exception {
    Connection connection = database.newConnection();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("UPDATE operations.added SET amount = 11 WHERE id = 1");
      statement.execute("DELETE FROM operations.added WHERE id = 2");
      statement.execute("INSERT INTO operations.added VALUES (3, 30)");
    }
    return connection;
  }

  @Test
  void readsEachTypeAlikeFromSnapshotAndStream() throws Exception {
    database.execute(
        "CREATE TYPE operations.mood AS ENUM ('ok', 'bad')",
        "CREATE DOMAIN operations.share AS numeric(4,3)",
        "CREATE TABLE operations.kinds (id int PRIMARY KEY, s smallint, l bigint, r real,"
            + " d double precision, n numeric, p numeric(10,2), share operations.share, b boolean,"
            + " t text, v varchar(9), c char(3), day date, at timestamptz, local timestamp,"
            + " clock time, span interval, j jsonb, u uuid, raw bytea, ints int[], mood"
            + " operations.mood, flags bit(5), money money, ip inet, range int4range,"
            + " point point)");
    String values =
        ", -3, 9000000000, 1.5, 0.1, 123.4500, 12.5, 0.125, true, 'ü', 'v', 'c', '2024-02-29',"
            + " '2024-05-01 12:00:00.123456+02', '2024-05-01 12:00:00.5', '01:02:03', '1 day',"
            + " '{\"a\": 1}', '6ecd8c99-4036-403d-bf84-cf8400f67836', '\\x0102', '{1,2}', 'ok',"
            + " B'10011', 12.34, '127.0.0.1', '[1,5)', '(1,2)')";
    database.execute(
        "INSERT INTO operations.kinds VALUES (1" + values,
        "INSERT INTO operations.kinds (id) VALUES (2)");
    Path lake = folder.resolve("kinds");
    LakeTable kinds = new LakeTable(lake, "bronze/kinds");
    try (RunningJob job =
        RunningJob.start(
            folder.resolve("checkpoints"),
            1,
            env -> CdcJob.define(env, database.pipeline(lake, "kinds", "operations.kinds")))) {
      awaitRows(kinds, 2);
      database.execute(
          "INSERT INTO operations.kinds VALUES (3" + values,
          "INSERT INTO operations.kinds (id, day, at, local, d) VALUES"
              + " (4, '2024-01-01', 'infinity', '2024-01-01', 'NaN')");
      awaitRows(kinds, 4);
      assertThat(job.hasFailedAsTold()).isTrue();
    }

    List<Map<String, Object>> rows = ordered(kinds);
    rows.sort(Comparator.comparing(row -> (Integer) row.get("id")));
    for (int i : List.of(0, 2)) {
      Map<String, Object> row = rows.get(i);
      assertThat(row)
          .containsEntry("s", (short) -3)
          .containsEntry("l", 9_000_000_000L)
          .containsEntry("r", 1.5f)
          .containsEntry("d", 0.1)
          .containsEntry("n", "123.45")
          .containsEntry("p", new BigDecimal("12.50"))
          .containsEntry("share", new BigDecimal("0.125"))
          .containsEntry("b", true)
          .containsEntry("t", "ü")
          .containsEntry("c", "c  ")
          .containsEntry("day", (int) LocalDate.of(2024, 2, 29).toEpochDay())
          .containsEntry("at", Instant.parse("2024-05-01T10:00:00.123456Z"))
          .containsEntry("local", "2024-05-01 12:00:00.500")
          .containsEntry("clock", "01:02:03")
          .containsEntry("j", "{\"a\": 1}")
          .containsEntry("u", "6ecd8c99-4036-403d-bf84-cf8400f67836")
          .containsEntry("raw", new byte[] {1, 2})
          .containsEntry("ints", "[1,2]")
          .containsEntry("mood", "ok")
          .containsEntry("flags", "10011")
          .containsEntry("money", "12.34")
          .containsEntry("ip", "127.0.0.1")
          .containsEntry("range", "[1,5)")
          .containsEntry("_rescued", null);
    }
    rows.get(1)
        .forEach(
            (column, value) -> {
              if (!column.startsWith("_") && !column.equals("id")) {
                assertThat(value).as(column).isNull();
              }
            });
    assertThat(rows.get(3))
        .containsEntry("d", Double.NaN)
        .containsEntry("at", null)
        .containsEntry("_rescued", "{\"at\":\"infinity\"}");
  }

  private static void awaitRows(LakeTable table, long count) {
    await().atMost(PATIENCE).until(() -> table.count() >= count);
  }

  /** By sequence; the delete and the insert of a changed key have the same, and come in order. */
  private static List<Map<String, Object>> ordered(LakeTable table) throws Exception {
    List<Map<String, Object>> rows = table.rows();
    rows.sort(
        Comparator.comparing((Map<String, Object> row) -> (Long) row.get("_sequence"))
            .thenComparing(row -> row.get("_op").equals("d") ? 0 : 1));
    return rows;
  }
}
