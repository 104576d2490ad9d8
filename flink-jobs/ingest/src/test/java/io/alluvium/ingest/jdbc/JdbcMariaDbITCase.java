package io.alluvium.ingest.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.ingest.batch.BatchRun;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.ingest.batch.Page;
import io.alluvium.ingest.batch.PageReader;
import io.alluvium.ingest.batch.WorkSplit;
import io.alluvium.testing.LakeTable;
import io.alluvium.testing.LocalMariaDb;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of MariaDB, whose sessions are in another time zone than this process. */
class JdbcMariaDbITCase {
  @TempDir private static Path server;
  private static LocalMariaDb mariaDb;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    mariaDb =
        LocalMariaDb.start(server.resolve("mariadb"), "--default-time-zone=+05:00", "--sql-mode=");
    execute("CREATE DATABASE shop");
  }

  @AfterAll
  static void stop() throws Exception {
    mariaDb.close();
  }

  @Test
  void everyTypeIsReadWithoutLoss() throws Exception {
    execute(
        "CREATE TABLE shop.things (id int unsigned PRIMARY KEY, small tinyint(1), tiny tinyint,"
            + " big bigint unsigned, price decimal(10,2), ratio double, flag bit(1), bits bit(12),"
            + " day date, made year, at timestamp(6) NULL, local datetime(6), span time(3),"
            + " kind enum('a','b'), tags set('x','y'), doc json, raw varbinary(10), note text"
            + " CHARACTER SET latin1)",
        "INSERT INTO shop.things VALUES (4294967295, 5, -128, 18446744073709551615, 1234.50, 0.1,"
            + " b'1', b'101', '2024-02-29', 2024, '2024-05-01 10:00:00.000001',"
            + " '2024-05-01 12:00:00.5', '-838:59:59.5', 'b', 'x,y', '{\"a\": 1}', x'00ff', 'é')",
        "INSERT INTO shop.things (id, day, at) VALUES (1, '2024-00-10', '0000-00-00 00:00:00')",
        "INSERT INTO shop.things (id, day, at) VALUES (2, '0000-00-00', NULL)");

    run("shop.things", "page-rows: 2");

    List<Map<String, Object>> rows = rows();
    assertThat(rows).extracting(row -> row.get("id")).containsExactly(1L, 2L, 4294967295L);
    assertThat(rows.get(0))
        .containsEntry("day", null)
        .containsEntry("at", null)
        .containsEntry("small", null)
        .containsEntry("_rescued", "{\"day\":\"2024-00-10\",\"at\":\"0000-00-00 00:00:00\"}");
    assertThat(rows.get(1)).containsEntry("_rescued", "{\"day\":\"0000-00-00\"}");
    Map<String, Object> row = rows.get(2);
    assertThat(row)
        .containsEntry("small", (short) 5)
        .containsEntry("tiny", (short) -128)
        .containsEntry("big", new BigDecimal("18446744073709551615"))
        .containsEntry("price", new BigDecimal("1234.50"))
        .containsEntry("ratio", 0.1)
        .containsEntry("flag", true)
        .containsEntry("bits", "000000000101")
        .containsEntry("day", (int) LocalDate.of(2024, 2, 29).toEpochDay())
        .containsEntry("made", (short) 2024)
        .containsEntry("at", Instant.parse("2024-05-01T05:00:00.000001Z"))
        .containsEntry("kind", "b")
        .containsEntry("tags", "x,y")
        .containsEntry("doc", "{\"a\": 1}")
        .containsEntry("note", "é")
        .containsEntry("_rescued", null)
        .containsEntry("_source", mariaDb.jdbcUrl() + "#shop.things");
    assertThat((String) row.get("local")).startsWith("2024-05-01 12:00:00.5");
    assertThat((String) row.get("span")).startsWith("-838:59:59.5");
    assertThat((byte[]) row.get("raw")).containsExactly(0, 0xff);
  }

  @Test
  void laterRoundsBringChangesByTimeAndByDifference() throws Exception {
    execute(
        "CREATE TABLE shop.orders (id int PRIMARY KEY, note varchar(20), at timestamp(3) NOT NULL)",
        "INSERT INTO shop.orders SELECT seq, concat('n', seq),"
            + " timestamp'2024-01-01 00:00:00' + interval seq div 3 second FROM shop.seq_1_to_300");
    String incremental = "mode: incremental\n  column: at\n  page-rows: 20";
    run("shop.orders", incremental);
    execute(
        "INSERT INTO shop.orders VALUES (301, 'tie', timestamp'2024-01-01 00:00:00' + interval 100 second)",
        "UPDATE shop.orders SET note = 'changed', at = timestamp'2024-02-01 00:00:00' WHERE id = 7");
    run("shop.orders", incremental);
    assertThat(rows()).hasSize(302);
    assertThat(rows())
        .filteredOn(row -> row.get("_op").equals("u"))
        .extracting(row -> row.get("id") + " " + row.get("note"))
        .containsExactlyInAnyOrder("301 tie", "7 changed");

    // The key is found in another database than the connection's, which has none.
    String difference = "mode: difference\n  page-rows: 50";
    Path beside = folder.resolve("difference");
    BatchRun.once(beside, JdbcJob::define, definition("shop.orders", difference));
    execute(
        "DELETE FROM shop.orders WHERE id = 5",
        "UPDATE shop.orders SET note = 'again' WHERE id = 8");
    BatchRun.once(beside, JdbcJob::define, definition("shop.orders", difference));
    assertThat(new LakeTable(beside.resolve("lake"), "bronze/orders").rows())
        .filteredOn(row -> !row.get("_op").equals("r"))
        .extracting(row -> row.get("_op") + " " + row.get("id") + " " + row.get("note"))
        .containsExactlyInAnyOrder("d 5 n5", "u 8 again");
  }

  /** As a restart after each page does it: the collations hold some of the texts equal. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "varchar(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci",
        "char(9) CHARACTER SET latin1",
        "varchar(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        "text"
      })
  void textsThatTheCollationHoldsEqualAreAllRead(String type) throws Exception {
    List<String> texts = List.of("", "DE", "de", "dé", "e", "\u00fc", "z");
    execute(
        "DROP TABLE IF EXISTS shop.named",
        "CREATE TABLE shop.named (name " + type + ")",
        "INSERT INTO shop.named VALUES ('" + String.join("'), ('", texts) + "'), ('de ')");
    InletDefinition definition =
        definition("shop.named", "mode: full\n  column: name\n  page-rows: 1");
    JdbcSettings settings = JdbcDefinition.settings(definition);
    JdbcShape shape = JdbcShape.of(settings, new JdbcDatabase(settings));
    JdbcInlet inlet =
        new JdbcInlet(BatchRun.lake(folder), definition.target(shape.schema()), settings, shape);
    WorkSplit split = WorkSplit.begin("all", new JdbcWork(1, null, null, false, "", true).toText());
    List<String> read = new ArrayList<>();
    while (read.size() <= texts.size() + 1) {
      try (PageReader.Pages pages = inlet.newReader().open(split)) {
        Page page = pages.next();
        if (page == null) {
          break;
        }
        page.rows().forEach(row -> read.add(row.row().getString(0).toString()));
        split = new WorkSplit(split.id(), split.work(), page.progress());
      }
    }
    assertThat(read).hasSize(texts.size() + 1).containsAll(texts);
  }

  private void run(String table, String source) throws Exception {
    BatchRun.once(folder, JdbcJob::define, definition(table, source));
  }

  private List<Map<String, Object>> rows() throws Exception {
    List<Map<String, Object>> rows =
        new ArrayList<>(new LakeTable(folder.resolve("lake"), "bronze/orders").rows());
    rows.sort(Comparator.comparing(row -> ((Number) row.get("id")).longValue()));
    return rows;
  }

  private static InletDefinition definition(String table, String source) {
    return BatchRun.definition(
        JdbcJob.SCHEMA,
        """
        source:
          url: %s
          user: root
          table: %s
          %s
        table: bronze.orders
        """
            .formatted(mariaDb.jdbcUrl(), table, source),
        Map.of());
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(mariaDb.jdbcUrl(), "root", "");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
