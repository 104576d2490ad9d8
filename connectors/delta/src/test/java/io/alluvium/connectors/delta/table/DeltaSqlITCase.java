package io.alluvium.connectors.delta.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

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

  @BeforeEach
  void tables() {
    batch = SqlSession.batch(lake);
    batch.execute("CREATE DATABASE silver");
    batch.execute("CREATE TABLE silver.event (id BIGINT, note STRING)");
    batch.execute(
        "CREATE TABLE silver.station (name STRING, reading DOUBLE, town STRING,"
            + " PRIMARY KEY (name) NOT ENFORCED)");
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
    batch.insert("INSERT INTO silver.station VALUES ('N', 1, 'x'), ('S', 2, 'y'), ('W', 3, 'z')");
    try (CloseableIterator<Row> rows =
        SqlSession.streaming(lake).stream("SELECT * FROM silver.station")) {
      assertThat(SqlSession.take(3, rows))
          .containsExactlyInAnyOrder("+I[N, 1.0, x]", "+I[S, 2.0, y]", "+I[W, 3.0, z]");
      change(
          station(RowKind.UPDATE_AFTER, "N", 1.5),
          station(RowKind.DELETE, "S", 0),
          station(RowKind.INSERT, "E", 4));
      assertThat(SqlSession.take(4, rows))
          .containsExactlyInAnyOrder(
              "-D[S, 2.0, y]", "-U[N, 1.0, x]", "+U[N, 1.5, t]", "+I[E, 4.0, t]");
    }
  }

  @Test
  void aggregatesFollowTheChanges() throws Exception {
    batch.insert("INSERT INTO silver.station VALUES ('N', 1, 'x'), ('S', 2, 'x')");
    SqlSession streaming = SqlSession.streaming(lake);
    streaming.execute("CREATE DATABASE gold");
    streaming.execute(
        "CREATE TABLE gold.town (town STRING, stations BIGINT, total DOUBLE,"
            + " PRIMARY KEY (town) NOT ENFORCED)");
    var job =
        streaming
            .tables()
            .executeSql(
                "INSERT INTO gold.town"
                    + " SELECT town, COUNT(*), SUM(reading) FROM silver.station GROUP BY town")
            .getJobClient()
            .orElseThrow();
    awaitRows("SELECT * FROM gold.town", "+I[x, 2, 3.0]");
    change(station(RowKind.UPDATE_AFTER, "N", 5));
    awaitRows("SELECT * FROM gold.town", "+I[t, 1, 5.0]", "+I[x, 1, 2.0]");
    change(station(RowKind.DELETE, "N", 0));
    awaitRows("SELECT * FROM gold.town", "+I[x, 1, 2.0]");
    job.cancel().get();
  }

  private void awaitRows(String query, String... rows) {
    org.awaitility.Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(batch.query(query)).containsExactly(rows));
  }

  private void change(GenericRowData... changes) throws Exception {
    ChangeJob.commit(lake.resolve("silver/station").toUri().toString(), changes);
  }

  private static GenericRowData station(RowKind kind, String name, double reading) {
    return GenericRowData.ofKind(
        kind, StringData.fromString(name), reading, StringData.fromString("t"));
  }
}
