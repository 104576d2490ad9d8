package io.alluvium.ingest.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.alluvium.ingest.SubmittedJob;
import io.alluvium.ingest.batch.BatchException;
import io.alluvium.ingest.batch.BatchRun;
import io.alluvium.ingest.batch.BatchSeeds;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.ingest.batch.Page;
import io.alluvium.ingest.batch.PageReader;
import io.alluvium.ingest.batch.WorkSplit;
import io.alluvium.local.LocalPostgres;
import io.alluvium.testing.LakeTable;
import io.alluvium.testing.RunningJob;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("crash-matrix")
class JdbcJobITCase {
  @TempDir private static Path server;
  private static LocalPostgres postgres;

  @TempDir private Path folder;

  static LongStream seeds() {
    return BatchSeeds.of(2);
  }

  @BeforeAll
  static void start() throws Exception {
    postgres = LocalPostgres.start(server.resolve("postgres"), 0);
  }

  @AfterAll
  static void stop() throws Exception {
    postgres.close();
  }

  @BeforeEach
  void table() throws SQLException {
    execute(
        "DROP TABLE IF EXISTS orders CASCADE",
        "CREATE TABLE orders (id bigint PRIMARY KEY, note text, at bigint NOT NULL)");
  }

  @Test
  void aTableIsReadWholeInRangesWithEveryType() throws Exception {
    execute(
        "DROP TABLE IF EXISTS things",
        "CREATE TABLE things (id int PRIMARY KEY, price numeric(10,2), any_number numeric,"
            + " day date, at timestamptz, local timestamp, ok boolean, raw bytea, doc jsonb,"
            + " tags int[], key uuid, ratio float8)",
        "INSERT INTO things SELECT i, i / 4.0, i * 1.50, date '2024-01-01' + i,"
            + " timestamptz '2024-05-01 10:00:00.000001+02', timestamp '2024-05-01 12:00:00.5',"
            + " i % 2 = 0, '\\x00ff', '{\"a\": 1}', array[i, null],"
            + " '00000000-0000-0000-0000-000000000001', i / 3.0 FROM generate_series(1, 3000) i",
        "INSERT INTO things VALUES (5000, 'NaN', 'NaN', 'infinity', '-infinity')");

    BatchRun.once(
        folder, JdbcJob::define, definition("table: public.things\n  page-rows: 100", ""));

    List<Map<String, Object>> rows = new ArrayList<>(rows("bronze/orders"));
    rows.sort(Comparator.comparing(row -> (Integer) row.get("id")));
    assertThat(rows).hasSize(3_001);
    assertThat(rows).extracting(row -> row.get("_position")).doesNotHaveDuplicates();
    Map<String, Object> third = rows.get(2);
    assertThat(third)
        .containsEntry("id", 3)
        .containsEntry("price", new BigDecimal("0.75"))
        .containsEntry("any_number", "4.5")
        .containsEntry("at", Instant.parse("2024-05-01T08:00:00.000001Z"))
        .containsEntry("local", "2024-05-01 12:00:00.5")
        .containsEntry("ok", false)
        .containsEntry("doc", "{\"a\": 1}")
        .containsEntry("tags", "[3,null]")
        .containsEntry("key", "00000000-0000-0000-0000-000000000001")
        .containsEntry("ratio", 1.0)
        .containsEntry("_op", "r")
        .containsEntry("_rescued", null);
    assertThat((byte[]) third.get("raw")).containsExactly(0, 0xff);
    assertThat(rows.get(3_000))
        .containsEntry("price", null)
        .containsEntry("any_number", "NaN")
        .containsEntry("_rescued", "{\"price\":\"NaN\",\"day\":\"infinity\",\"at\":\"-infinity\"}");
  }

  @Test
  void laterRoundsBringWhatIsNewAndTiesOnce() throws Exception {
    String source = "table: orders\n  mode: incremental\n  column: at\n  page-rows: 10";
    execute("INSERT INTO orders SELECT i, 'n' || i, i / 3 FROM generate_series(1, 100) i");
    BatchRun.once(folder, JdbcJob::define, definition(source, ""));
    // Of the mark itself, and behind it; and one that was changed.
    execute(
        "INSERT INTO orders VALUES (101, 'tie', 33), (102, 'new', 40)",
        "UPDATE orders SET note = 'changed', at = 41 WHERE id = 5");
    BatchRun.once(folder, JdbcJob::define, definition(source, ""));
    BatchRun.once(folder, JdbcJob::define, definition(source, ""));

    List<Map<String, Object>> rows = rows("bronze/orders");
    assertThat(rows).hasSize(103);
    assertThat(rows)
        .filteredOn(row -> row.get("_op").equals("u"))
        .extracting(row -> row.get("id") + " " + row.get("note") + " " + row.get("at"))
        .containsExactlyInAnyOrder("101 tie 33", "102 new 40", "5 changed 41");
  }

  @Test
  void differencesAreCreatedUpdatedAndDeleted() throws Exception {
    String source = "table: orders\n  mode: difference\n  page-rows: 20";
    execute("INSERT INTO orders SELECT i, 'n' || i, 1 FROM generate_series(1, 100) i");
    BatchRun.once(folder, JdbcJob::define, definition(source, ""));
    execute(
        "DELETE FROM orders WHERE id IN (7, 100)",
        "UPDATE orders SET note = 'changed' WHERE id = 8",
        "INSERT INTO orders VALUES (-5, 'low', 1), (500, 'high', 1)");
    BatchRun.once(folder, JdbcJob::define, definition(source, ""));
    BatchRun.once(folder, JdbcJob::define, definition(source, ""));
    execute("INSERT INTO orders VALUES (7, 'back', 1)");
    BatchRun.once(folder, JdbcJob::define, definition(source, ""));

    assertThat(rows("bronze/orders"))
        .filteredOn(row -> !row.get("_op").equals("r"))
        .extracting(
            row ->
                row.get("_op")
                    + " "
                    + row.get("id")
                    + " "
                    + row.get("note")
                    + " "
                    + row.get("_before"))
        .containsExactlyInAnyOrder(
            "d 7 n7 {\"id\":7,\"note\":\"n7\",\"at\":1}",
            "d 100 n100 {\"id\":100,\"note\":\"n100\",\"at\":1}",
            "u 8 changed {\"id\":8,\"note\":\"n8\",\"at\":1}",
            "c -5 low null",
            "c 500 high null",
            "c 7 back null");
    assertThat(folded()).isEqualTo(source());
  }

  /** Of a view the database cannot say that a column is never null. */
  @ParameterizedTest
  @ValueSource(ints = {20, 5_000})
  void rowsWithoutAValueAreComparedAmongThemselves(int pageRows) throws Exception {
    execute(
        "CREATE VIEW optional AS SELECT nullif(id, 100) AS id, note, at FROM orders",
        "INSERT INTO orders SELECT i, 'n' || i, 1 FROM generate_series(1, 100) i");
    String source = "table: optional\n  mode: difference\n  key: [id]\n  page-rows: " + pageRows;
    BatchRun.once(folder, JdbcJob::define, definition(source, ""));
    BatchRun.once(folder, JdbcJob::define, definition(source, ""));
    assertThat(count()).isEqualTo(100);
    execute("UPDATE orders SET note = 'changed' WHERE id IN (8, 100)");
    BatchRun.once(folder, JdbcJob::define, definition(source, ""));
    execute("DELETE FROM orders WHERE id = 100");
    BatchRun.once(folder, JdbcJob::define, definition(source, ""));

    assertThat(rows("bronze/orders"))
        .filteredOn(row -> !row.get("_op").equals("r"))
        .extracting(row -> row.get("_op") + " " + row.get("id") + " " + row.get("note"))
        .containsExactlyInAnyOrder("u 8 changed", "u null changed", "d null changed");
  }

  @Test
  void rowsWithoutAValueAreReadOnceAndNotIncrementally() throws Exception {
    execute(
        "CREATE VIEW optional AS SELECT id, note, nullif(at, 3) AS at FROM orders",
        "INSERT INTO orders SELECT i, 'n' || i, i FROM generate_series(1, 5) i");
    BatchRun.once(
        folder, JdbcJob::define, definition("table: optional\n  mode: full\n  column: at", ""));
    assertThat(rows("bronze/orders"))
        .extracting(row -> row.get("id"))
        .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
    Path beside = folder.resolve("incremental");
    BatchRun.once(
        beside,
        JdbcJob::define,
        definition("table: optional\n  mode: incremental\n  column: at", ""));
    assertThat(new LakeTable(beside.resolve("lake"), "bronze/orders").rows())
        .extracting(row -> row.get("id"))
        .containsExactlyInAnyOrder(1L, 2L, 4L, 5L);
  }

  @ParameterizedTest(name = BatchSeeds.NAME)
  @MethodSource("seeds")
  void bronzeFollowsTheTableWhateverFails(long seed) throws Exception {
    Random random = new Random(seed);
    boolean difference = seed % 2 == 0;
    String source =
        "table: orders\n  page-rows: 50\n  mode: "
            + (difference ? "difference" : "incremental\n  column: at");
    execute("INSERT INTO orders SELECT i, 'n' || i, i / 7 FROM generate_series(1, 2000) i");
    long at = 2_000;

    try (RunningJob job =
        BatchRun.start(folder, 2, JdbcJob::define, definition(source, "interval: 50 ms"))) {
      for (int step = 0; step < 5; step++) {
        if (random.nextBoolean()) {
          long before = count();
          execute("INSERT INTO orders VALUES (" + (10_000 + step) + ", 'awaited', " + ++at + ")");
          await().atMost(BatchRun.PATIENCE).until(() -> count() > before);
        }
        for (int change = 0; change < 20; change++) {
          int id = random.nextInt(2_500);
          execute(
              "INSERT INTO orders VALUES ("
                  + id
                  + ", 's"
                  + step
                  + "', "
                  + ++at
                  + ") ON CONFLICT"
                  + " (id) DO UPDATE SET note = excluded.note, at = excluded.at");
          if (difference && random.nextInt(3) == 0) {
            execute("DELETE FROM orders WHERE id = " + random.nextInt(2_500));
          }
        }
        job.fail();
        await().atMost(BatchRun.PATIENCE).until(job::hasFailedAsTold);
      }
      await()
          .atMost(BatchRun.PATIENCE)
          .untilAsserted(() -> assertThat(folded()).isEqualTo(source()));
    }
    execute("INSERT INTO orders VALUES (20000, 'last', " + ++at + ")");
    BatchRun.once(folder, JdbcJob::define, definition(source, ""));

    assertThat(folded()).isEqualTo(source());
    assertThat(rows("bronze/orders"))
        .extracting(
            row -> row.get("id") + " " + row.get("note") + " " + row.get("at") + row.get("_op"))
        .satisfies(
            changes -> {
              if (!difference) {
                assertThat(changes).doesNotHaveDuplicates();
              }
            });
  }

  /** As a restart after each page does it; some pages end behind an empty text. */
  @Test
  void readingGoesOnBehindAnyValue() throws Exception {
    execute("INSERT INTO orders SELECT i, repeat('n', i / 30), 1 FROM generate_series(1, 100) i");
    List<Page> pages =
        pages(
            "table: orders\n  mode: full\n  column: note\n  page-rows: 10",
            new JdbcWork(1, null, null, false, "", true));
    assertThat(pages).extracting(page -> page.rows().size()).containsExactly(29, 30, 30, 11);
  }

  @Test
  void textsAreReadInTheOrderOfTheirCharacters() throws Exception {
    execute(
        "DROP TABLE IF EXISTS named",
        "CREATE COLLATION IF NOT EXISTS any_case"
            + " (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
        "CREATE TABLE named (name text COLLATE any_case, kind char(3))",
        "INSERT INTO named VALUES ('de', 'a'), ('DE', 'A'), ('dE', 'a'), ('fr', 'b'), ('Fr', 'B')");
    for (String column : List.of("name", "kind")) {
      assertThat(
              pages(
                  "table: named\n  mode: full\n  page-rows: 1\n  column: " + column,
                  new JdbcWork(1, null, null, false, "", true)))
          .flatExtracting(Page::rows)
          .extracting(row -> row.row().getString(0).toString())
          .containsExactlyInAnyOrder("de", "DE", "dE", "fr", "Fr");
    }
  }

  /** As with a lag that is longer than a page. */
  @Test
  void afterAFailureBeforeTheMarkRowsAreStillKnown() throws Exception {
    String source = "table: orders\n  mode: incremental\n  column: at\n  page-rows: 10";
    execute("INSERT INTO orders SELECT i, 'n' || i, i FROM generate_series(1, 100) i");
    BatchRun.once(folder, JdbcJob::define, definition(source, ""));
    execute("INSERT INTO orders VALUES (101, 'late', 75), (102, 'new', 101)");

    List<Page> pages = pages(source, new JdbcWork(2, "50", null, false, "", false));

    assertThat(pages).hasSizeGreaterThan(3);
    assertThat(pages)
        .flatExtracting(Page::rows)
        .extracting(row -> row.row().getLong(0))
        .containsExactly(101L, 102L);
  }

  /** Opens the range anew after each page. */
  private List<Page> pages(String source, JdbcWork work) throws Exception {
    InletDefinition definition = definition(source, "");
    JdbcSettings settings = JdbcDefinition.settings(definition);
    JdbcShape shape = JdbcShape.of(settings, new JdbcDatabase(settings));
    JdbcInlet inlet =
        new JdbcInlet(BatchRun.lake(folder), definition.target(shape.schema()), settings, shape);
    WorkSplit split = WorkSplit.begin("all", work.toText());
    List<Page> read = new ArrayList<>();
    while (read.size() < 10) {
      Page page;
      try (PageReader reader = inlet.newReader();
          PageReader.Pages pages = reader.open(split)) {
        page = pages.next();
      }
      if (page == null) {
        break;
      }
      read.add(page);
      split = new WorkSplit(split.id(), split.work(), page.progress());
    }
    return read;
  }

  @Test
  void itsEntryPointIsTheSameJob() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), postgres.password());
    Path definition =
        Files.writeString(
            folder.resolve("orders.yaml"),
            """
            source: {url: "%s", user: %s, password: "${file:%s}", table: orders}
            table: bronze.orders
            """
                .formatted(postgres.jdbcUrl("postgres"), postgres.user(), password));
    Configuration configuration = new Configuration();
    configuration.setString("execution.checkpointing.interval", "1 s");
    JobGraph job =
        SubmittedJob.plan(
            JdbcJob.class,
            configuration,
            definition.toString(),
            BatchRun.lake(folder),
            "--every",
            "10 s");
    assertThat(job.getName()).isEqualTo("jdbc-orders-continuous");
    assertThat(job.getVerticesSortedTopologicallyFromSources().get(0).getName())
        .contains("jdbc/orders");
    assertThat(new LakeTable(folder.resolve("lake"), "bronze/orders").rowType().getFieldNames())
        .contains("id", "note", "at");
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> run("table: nowhere"))
        .isInstanceOf(BatchException.class)
        .hasMessageContaining("refuses to read nowhere")
        .hasMessageContaining("Correct the definition");
    assertThatThrownBy(() -> run("table: orders\n  column: when"))
        .hasMessage("orders has no column 'when'; it has id, note, at");
    assertThatThrownBy(() -> run("query: SELECT 1 AS one\n  mode: difference"))
        .hasMessageContaining("orders.yaml, line 1: source: mode difference needs key");
    assertThatThrownBy(() -> run("table: orders\n  mode: incremental\n  column: note"))
        .hasMessageContaining("source.column: column 'note' is of type text, whose order depends");
  }

  private void run(String source) throws Exception {
    BatchRun.once(folder, JdbcJob::define, definition(source, ""));
  }

  private long count() {
    return new LakeTable(folder.resolve("lake"), "bronze/orders").count();
  }

  private List<Map<String, Object>> rows(String table) throws Exception {
    return new LakeTable(folder.resolve("lake"), table).rows();
  }

  /** The table that bronze's changes make. */
  private Map<Long, String> folded() throws Exception {
    Map<Long, Map<String, Object>> last = new TreeMap<>();
    for (Map<String, Object> row : rows("bronze/orders")) {
      last.merge(
          (Long) row.get("id"),
          row,
          (one, other) ->
              (Long) one.get("_sequence") > (Long) other.get("_sequence") ? one : other);
    }
    Map<Long, String> folded = new TreeMap<>();
    last.forEach(
        (id, row) -> {
          if (!row.get("_op").equals("d")) {
            folded.put(id, row.get("note") + " " + row.get("at"));
          }
        });
    return folded;
  }

  private static Map<Long, String> source() throws SQLException {
    Map<Long, String> rows = new TreeMap<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT id, note, at FROM orders")) {
      while (result.next()) {
        rows.put(result.getLong(1), result.getString(2) + " " + result.getLong(3));
      }
    }
    return rows;
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        postgres.jdbcUrl("postgres"), postgres.user(), postgres.password());
  }

  private static InletDefinition definition(String source, String root) {
    return BatchRun.definition(
        JdbcJob.SCHEMA,
        """
        source:
          %s
          url: %s
          user: %s
          password: ${PASSWORD}
        table: bronze.orders
        %s
        """
            .formatted(source, postgres.jdbcUrl("postgres"), postgres.user(), root),
        Map.of("PASSWORD", postgres.password()));
  }
}
