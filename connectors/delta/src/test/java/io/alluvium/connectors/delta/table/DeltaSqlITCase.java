package io.alluvium.connectors.delta.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.source.TestTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class DeltaSqlITCase {

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(8)
              .build());

  @TempDir Path lake;
  private SqlSession batch;
  private TestTable stations;

  @BeforeEach
  void tables() {
    batch = SqlSession.batch(lake);
    batch.execute("CREATE DATABASE silver");
    batch.execute("CREATE TABLE silver.event (id BIGINT, note STRING)");
    batch.execute(
        "CREATE TABLE silver.station (name STRING, reading DOUBLE, town STRING,"
            + " PRIMARY KEY (name) NOT ENFORCED)");
    stations = new TestTable(lake.resolve("silver/station").toUri().toString());
  }

  @Test
  void batchQueryReturnsWhatWasInserted() throws Exception {
    batch.insert("INSERT INTO silver.event VALUES (1, 'a'), (2, CAST(NULL AS STRING))");
    batch.insert("INSERT INTO silver.event VALUES (3, 'c')");

    assertThat(batch.query("SELECT note, id FROM silver.event WHERE id <> 3"))
        .containsExactly("+I[a, 1]", "+I[null, 2]");
    assertThat(batch.query("SELECT COUNT(*), SUM(id) FROM silver.event"))
        .containsExactly("+I[3, 6]");
    assertThat(batch.query("SELECT id FROM silver.event LIMIT 2")).hasSize(2);
  }

  @Test
  void streamsAppendedRowsAsTheyAreCommitted() throws Exception {
    batch.insert("INSERT INTO silver.event VALUES (1, 'a')");
    try (CloseableIterator<Row> rows =
        SqlSession.streaming(lake).stream("SELECT * FROM silver.event")) {
      assertThat(SqlSession.take(1, rows)).containsExactly("+I[1, a]");
      batch.insert("INSERT INTO silver.event VALUES (2, 'b')");
      assertThat(SqlSession.take(1, rows)).containsExactly("+I[2, b]");
    }
  }

  @Test
  void streamsTheChangesOfATableWithAPrimaryKey() throws Exception {
    stations.append(station("N", 1, "x"), station("S", 2, "y"), station("W", 3, "z"));
    try (CloseableIterator<Row> rows =
        SqlSession.streaming(lake).stream("SELECT * FROM silver.station")) {
      assertThat(SqlSession.take(3, rows))
          .containsExactlyInAnyOrder("+I[N, 1.0, x]", "+I[S, 2.0, y]", "+I[W, 3.0, z]");
      stations.rewrite(
          old -> List.of(station("N", 1.5, "x"), station("E", 4, "z"), station("W", 3, "z")));
      assertThat(SqlSession.take(4, rows))
          .containsExactlyInAnyOrder(
              "-D[S, 2.0, y]", "-U[N, 1.0, x]", "+U[N, 1.5, x]", "+I[E, 4.0, z]");
    }
  }

  @Test
  void streamsUpsertsWhereAsked() throws Exception {
    stations.append(station("N", 1, "x"), station("S", 2, "y"));
    stations.rewrite(old -> List.of(station("N", 1.5, "x")));

    assertThat(
            SqlSession.streaming(lake)
                .first(
                    3,
                    "SELECT reading, COUNT(*) FROM silver.station"
                        + " /*+ OPTIONS('scan.changelog'='upsert', 'scan.startup'='earliest') */"
                        + " WHERE name = 'N' GROUP BY reading"))
        // The groups are worked on side by side.
        .containsExactlyInAnyOrder("+I[1.0, 1]", "-D[1.0, 1]", "+I[1.5, 1]");
  }

  @Test
  void aTableFollowsTheChangesOfAnother() throws Exception {
    stations.append(station("N", 1, "x"), station("S", 2, "x"));
    SqlSession streaming = SqlSession.streaming(lake);
    streaming.execute("CREATE DATABASE gold");
    streaming.execute(
        "CREATE TABLE gold.town (town STRING, stations BIGINT, total DOUBLE,"
            + " PRIMARY KEY (town) NOT ENFORCED)");
    JobClient job =
        streaming
            .tables()
            .executeSql(
                "INSERT INTO gold.town"
                    + " SELECT town, COUNT(*), SUM(reading) FROM silver.station GROUP BY town")
            .getJobClient()
            .orElseThrow();
    awaitRows("SELECT * FROM gold.town", "+I[x, 2, 3.0]");
    change(old -> List.of(station("N", 5, "t"), station("S", 2, "x")));
    awaitRows("SELECT * FROM gold.town", "+I[t, 1, 5.0]", "+I[x, 1, 2.0]");
    change(old -> List.of(station("S", 2, "x")));
    awaitRows("SELECT * FROM gold.town", "+I[x, 1, 2.0]");
    job.cancel().get();
  }

  @Test
  void readsOlderVersions() throws Exception {
    batch.insert("INSERT INTO silver.event VALUES (1, 'a')");
    batch.insert("INSERT INTO silver.event VALUES (2, 'b')");
    batch.insert("INSERT INTO silver.event VALUES (3, 'c')");
    long second = new TestTable(lake.resolve("silver/event").toString()).latest().timestamp() - 1;

    for (SqlSession session : List.of(batch, SqlSession.streaming(lake))) {
      assertThat(session.query("SELECT id FROM silver.event /*+ OPTIONS('scan.version'='1') */"))
          .containsExactly("+I[1]");
      assertThat(
              session.query(
                  "SELECT id FROM silver.event /*+ OPTIONS('scan.timestamp'='%s') */",
                  Instant.ofEpochMilli(second)))
          .containsExactly("+I[1]", "+I[2]");
      assertThat(
              session.query(
                  "SELECT id FROM silver.event FOR SYSTEM_TIME AS OF TIMESTAMP '%s'",
                  LocalDateTime.ofInstant(Instant.ofEpochMilli(second), ZoneOffset.UTC)
                      .format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS"))))
          .containsExactly("+I[1]", "+I[2]");
    }
  }

  @Test
  void aBatchInsertDoesNotDoubleTheKeysOfATable() throws Exception {
    batch.insert("INSERT INTO silver.station VALUES ('N', 1, 'x')");

    batch.insert("INSERT INTO silver.station VALUES ('N', 2, 'x')");

    assertThat(batch.query("SELECT name, reading FROM silver.station"))
        .containsExactly("+I[N, 2.0]");
  }

  @Test
  void explainsWrongOptions() {
    assertThatThrownBy(
            () ->
                batch.query(
                    "SELECT * FROM silver.event"
                        + " /*+ OPTIONS('scan.version'='1', 'scan.timestamp'='2026-01-01 00:00') */"))
        .rootCause()
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("exclude each other");
  }

  private void awaitRows(String query, String... rows) {
    await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(180))
        .untilAsserted(() -> assertThat(batch.query(query)).containsExactly(rows));
  }

  private void change(UnaryOperator<List<RowData>> change) throws Exception {
    stations.rewrite(change);
  }

  private static RowData station(String name, double reading, String town) {
    return GenericRowData.of(StringData.fromString(name), reading, StringData.fromString(town));
  }
}
