package io.alluvium.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alluvium.testing.LakeTable;
import io.alluvium.testing.RunningJob;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.flink.table.data.RowData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureITCase {
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

  private static PostgresSource<RowData> source(String name, TableSelection tables) {
    return RecordedChanges.source(database.address())
        .slot(name)
        .publication(name)
        .tables(tables)
        .keylessTables(KeylessTables.SET_IDENTITY_FULL)
        .statusInterval(Duration.ofMillis(200))
        .build();
  }

  private static RunningJob start(PostgresSource<RowData> source, Path lake, String savepoint)
      throws Exception {
    return RunningJob.start(
        folder.resolve("checkpoints"),
        1,
        savepoint,
        env -> RecordedChanges.define(env, source, lake));
  }

  private static void awaitRows(LakeTable table, long count) {
    await().atMost(PATIENCE).until(() -> table.count() >= count);
  }

  /** In the order of the stream; the snapshot first. */
  private static List<String> lines(LakeTable table, String source) throws Exception {
    return table.rows().stream()
        .filter(row -> row.get("table").equals(source))
        .sorted(
            Comparator.comparing((Map<String, Object> row) -> (Long) row.get("sequence"))
                .thenComparing(row -> String.valueOf(row.get("row"))))
        .map(
            row ->
                row.get("op")
                    + " ["
                    + row.get("row")
                    + "] before ["
                    + row.get("before")
                    + "] "
                    + row.get("notes"))
        .map(String::strip)
        .toList();
  }

  @Test
  void keepsEveryKindOfChange() throws Exception {
    database.execute(
        "CREATE SCHEMA ops",
        "CREATE TABLE ops.full_one (k text PRIMARY KEY, area float8, note text)",
        "ALTER TABLE ops.full_one REPLICA IDENTITY FULL",
        "CREATE TABLE ops.short_one (k text PRIMARY KEY, height int NOT NULL, note text,"
            + " twice int GENERATED ALWAYS AS (height * 2) STORED)",
        "ALTER TABLE ops.short_one ALTER note SET STORAGE EXTERNAL",
        "CREATE TABLE ops.keyless (a int, b text)",
        "CREATE TABLE ops.parts (day date, id int, PRIMARY KEY (day, id)) PARTITION BY RANGE (day)",
        "CREATE TABLE ops.parts_1 PARTITION OF ops.parts FOR VALUES FROM ('2024-01-01') TO"
            + " ('2024-02-01')",
        "INSERT INTO ops.full_one VALUES ('a', 1.5, 'x')",
        "INSERT INTO ops.short_one VALUES ('s', 7, repeat('long', 2000))",
        "INSERT INTO ops.keyless VALUES (1, 'one'), (1, 'one')",
        "INSERT INTO ops.parts VALUES ('2024-01-05', 1)");
    Path lake = folder.resolve("kinds");
    LakeTable changes = new LakeTable(lake, RecordedChanges.TABLE);
    TableSelection tables = TableSelection.matching("ops\\..*");
    String savepoint;
    try (RunningJob job = start(source("kinds", tables), lake, null)) {
      awaitRows(changes, 5);
      database.transaction(
          "INSERT INTO ops.full_one VALUES ('b', 2, 'y')",
          "UPDATE ops.full_one SET area = 3 WHERE k = 'b'",
          "UPDATE ops.full_one SET k = 'c' WHERE k = 'b'",
          "DELETE FROM ops.full_one WHERE k = 'a'",
          "UPDATE ops.short_one SET height = 8",
          "UPDATE ops.short_one SET k = 't'",
          "DELETE FROM ops.short_one",
          "INSERT INTO ops.keyless VALUES (2, NULL)",
          "DELETE FROM ops.keyless WHERE a = 1",
          "CREATE TABLE ops.parts_2 PARTITION OF ops.parts FOR VALUES FROM ('2024-02-01') TO"
              + " ('2024-03-01')",
          "INSERT INTO ops.parts VALUES ('2024-02-05', 2)");
      awaitRows(changes, 16);
      database.execute(
          "ALTER TABLE ops.full_one ADD COLUMN floors int DEFAULT 1",
          "INSERT INTO ops.full_one VALUES ('d', 5, 'z', 12)",
          "ALTER TABLE ops.full_one DROP COLUMN note",
          "ALTER TABLE ops.full_one ALTER COLUMN area TYPE numeric(9,2)",
          "ALTER TABLE ops.full_one RENAME COLUMN floors TO storeys",
          "INSERT INTO ops.full_one VALUES ('e', 6.25, 13)",
          "TRUNCATE ops.full_one, ops.keyless");
      awaitRows(changes, 20);
      savepoint = job.stopWithSavepoint(folder.resolve("savepoints"));
    }
    database.execute(
        "INSERT INTO ops.full_one VALUES ('f', 7, 14)",
        "DROP TABLE ops.keyless",
        "CREATE TABLE ops.added (id int PRIMARY KEY)",
        "INSERT INTO ops.added VALUES (1), (2)");
    try (RunningJob job = start(source("kinds", tables), lake, savepoint)) {
      awaitRows(changes, 23);
      database.execute("UPDATE ops.added SET id = 3 WHERE id = 2");
      awaitRows(changes, 24);
      assertThat(job.hasFailedAsTold()).isTrue();
    }

    assertThat(lines(changes, "ops.full_one"))
        .containsExactly(
            "READ [k=a area=1.5 note=x] before [null]",
            "INSERT [k=b area=2.0 note=y] before [null]",
            "UPDATE [k=b area=3.0 note=y] before [k=b area=2.0 note=y]",
            "UPDATE [k=c area=3.0 note=y] before [k=b area=3.0 note=y] key",
            "DELETE [k=a area=1.5 note=x] before [k=a area=1.5 note=x]",
            "INSERT [k=d area=5.0 note=z floors=12] before [null]",
            "INSERT [k=e area=6.25 storeys=13] before [null]",
            "TRUNCATE [null] before [null]",
            "INSERT [k=f area=7.00 storeys=14] before [null]");
    assertThat(lines(changes, "ops.short_one"))
        .containsExactly(
            "READ [k=s height=7 note=" + "long".repeat(2000) + "] before [null]",
            "UPDATE [k=s height=8] before [null] note?",
            "UPDATE [k=t height=8] before [k=s] note? key",
            "DELETE [k=t] before [k=t]");
    assertThat(lines(changes, "ops.keyless"))
        .containsExactly(
            "READ [a=1 b=one] before [null]",
            "READ [a=1 b=one] before [null]",
            "INSERT [a=2] before [null]",
            "DELETE [a=1 b=one] before [a=1 b=one]",
            "DELETE [a=1 b=one] before [a=1 b=one]",
            "TRUNCATE [null] before [null]");
    assertThat(lines(changes, "ops.parts"))
        .containsExactly(
            "READ [day=19727 id=1] before [null]", "INSERT [day=19758 id=2] before [null]");
    assertThat(lines(changes, "ops.added"))
        .containsExactly(
            "READ [id=1] before [null]",
            "READ [id=2] before [null]",
            "UPDATE [id=3] before [id=2] key");
    assertThat(changes.rows().stream().map(row -> (Long) row.get("sequence")).filter(s -> s > 0))
        .doesNotHaveDuplicates();
  }

  /** It is in the log where it was made, and comes with its commit, after the table was read. */
  @Test
  void aTransactionThatIsOpenWhileATableIsReadComesWithItsCommit() throws Exception {
    database.execute(
        "CREATE TABLE known (id int PRIMARY KEY)",
        "CREATE TABLE late (id int PRIMARY KEY, amount int)",
        "INSERT INTO known VALUES (1)",
        "INSERT INTO late VALUES (1, 10), (2, 20)",
        "CREATE PUBLICATION opened FOR TABLE known, late");
    Path lake = folder.resolve("opened");
    LakeTable changes = new LakeTable(lake, RecordedChanges.TABLE);
    String savepoint;
    try (RunningJob job =
        start(source("opened", TableSelection.matching("public\\.known")), lake, null)) {
      awaitRows(changes, 1);
      savepoint = job.stopWithSavepoint(folder.resolve("savepoints"));
    }
    try (Connection connection = database.newConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("UPDATE late SET amount = 11 WHERE id = 1");
      statement.execute("DELETE FROM late WHERE id = 2");
      statement.execute("INSERT INTO late VALUES (3, 30)");
      try (RunningJob job =
          start(
              source("opened", TableSelection.matching("public\\.(known|late)")),
              lake,
              savepoint)) {
        awaitRows(changes, 3);
        connection.commit();
        awaitRows(changes, 6);
        assertThat(job.hasFailedAsTold()).isTrue();
      }
    }
    assertThat(lines(changes, "public.late"))
        .containsExactly(
            "READ [id=1 amount=10] before [null]",
            "READ [id=2 amount=20] before [null]",
            "UPDATE [id=1 amount=11] before [null]",
            "DELETE [id=2] before [id=2]",
            "INSERT [id=3 amount=30] before [null]");
  }

  /**
   * An alteration waits until a table is read, and what reads it looks at the catalog, where that
   * waits for the alteration.
   */
  @Test
  void neitherASnapshotNorAnAlterationWaitsForEver() throws Exception {
    List<String> names = IntStream.range(0, 12).mapToObj(i -> "altered_" + i).toList();
    for (String name : names) {
      database.execute(
          "CREATE TABLE " + name + " (id int PRIMARY KEY)", "INSERT INTO " + name + " VALUES (1)");
    }
    AtomicBoolean finished = new AtomicBoolean();
    LakeTable changes = new LakeTable(folder.resolve("altered"), RecordedChanges.TABLE);
    try (Connection connection = database.newConnection();
        RunningJob job =
            start(
                source("altered", TableSelection.matching("public\\.altered_.*")),
                folder.resolve("altered"),
                null)) {
      CompletableFuture<Integer> altering =
          CompletableFuture.supplyAsync(() -> alter(connection, names, finished));
      awaitRows(changes, names.size());
      finished.set(true);
      assertThat(altering.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isGreaterThan(names.size());
      assertThat(job.hasFailedAsTold()).isTrue();
    }
  }

  /** Until it is told to end; returns how often. */
  private static int alter(Connection connection, List<String> tables, AtomicBoolean finished) {
    int number = 0;
    try (Statement statement = connection.createStatement()) {
      while (!finished.get()) {
        for (String table : tables) {
          statement.execute("ALTER TABLE " + table + " ALTER COLUMN id SET DEFAULT " + number);
          number++;
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return number;
  }

  /** What nobody captures must not make the server keep its log. */
  @Test
  void theSlotOfIdleTablesMovesOn() throws Exception {
    database.execute(
        "CREATE TABLE idle (id int PRIMARY KEY)", "CREATE TABLE busy (id int PRIMARY KEY)");
    Path lake = folder.resolve("idle");
    ReplicationSlot slot = new ReplicationSlot(database.address(), "idle");
    try (RunningJob job =
        start(source("idle", TableSelection.matching("public\\.idle")), lake, null)) {
      await().atMost(PATIENCE).until(() -> slot.status().isPresent());
      database.execute("INSERT INTO busy SELECT generate_series(1, 10000)");
      long end =
          Long.parseLong(database.column("SELECT (pg_current_wal_lsn() - '0/0')::bigint").get(0));
      await().atMost(PATIENCE).until(() -> slot.status().orElseThrow().confirmedLsn() >= end);
      assertThat(job.hasFailedAsTold()).isTrue();
    }
    await().atMost(PATIENCE).until(() -> !slot.status().orElseThrow().active());
    assertThat(slot.drop()).isTrue();
    assertThat(slot.drop()).isFalse();
  }
}
