package io.alluvium.connectors.delta.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.delta.DeltaException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class StreamingReadITCase {

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(8)
              .build());

  @TempDir Path lake;
  private SqlSession batch;
  private SqlSession streaming;

  @BeforeEach
  void sessions() {
    batch = SqlSession.batch(lake);
    batch.execute("CREATE DATABASE bronze");
    streaming = SqlSession.streaming(lake);
  }

  @Test
  void aTableOfChangesIsReadAsTheChangelogThatItHolds() throws Exception {
    batch.execute("CREATE TABLE bronze.building (id BIGINT, name STRING, _op STRING)");
    batch.insert("INSERT INTO bronze.building VALUES (1, 'a', 'r'), (2, 'b', 'r'), (3, 'c', 'r')");
    batch.insert("INSERT INTO bronze.building VALUES (2, 'b2', 'u'), (4, 'd', 'c')");
    batch.insert("INSERT INTO bronze.building VALUES (1, 'a', 'd'), (3, 'c2', 'u')");
    streaming.execute(
        "CREATE TEMPORARY TABLE building (id BIGINT, name STRING, PRIMARY KEY (id) NOT ENFORCED)"
            + " WITH ('connector' = 'delta', 'path' = '%s', 'scan.changelog' = 'operations')",
        lake.resolve("bronze/building"));

    List<String> changes = streaming.first(9, "SELECT id, name FROM building");

    assertThat(ofKey(1, changes)).containsExactly("+I[1, a]", "-D[1, a]");
    assertThat(ofKey(2, changes)).containsExactly("+I[2, b]", "-U[2, b]", "+U[2, b2]");
    assertThat(ofKey(3, changes)).containsExactly("+I[3, c]", "-U[3, c]", "+U[3, c2]");
    assertThat(ofKey(4, changes)).containsExactly("+I[4, d]");
  }

  /** The planner looks for the key at its positions in the table. */
  @Test
  void changesComeWhereverTheKeyStands() throws Exception {
    batch.execute(
        "CREATE TABLE bronze.building (name STRING, town STRING, id BIGINT,"
            + " PRIMARY KEY (id) NOT ENFORCED)");
    batch.insert("INSERT INTO bronze.building VALUES ('a', 'x', 1), ('b', 'x', 2)");

    assertThat(streaming.first(2, "SELECT id FROM bronze.building"))
        .containsExactlyInAnyOrder("+I[1]", "+I[2]");
    assertThat(streaming.first(2, "SELECT id, town FROM bronze.building"))
        .containsExactlyInAnyOrder("+I[1, x]", "+I[2, x]");
  }

  private static List<String> ofKey(int key, List<String> changes) {
    return changes.stream().filter(change -> change.contains("[" + key + ",")).toList();
  }

  @Test
  void aTableOfChangesNeedsAPrimaryKey() {
    batch.execute("CREATE TABLE bronze.building (id BIGINT, name STRING, _op STRING)");

    assertThatThrownBy(
            () ->
                streaming.first(
                    1,
                    "SELECT * FROM bronze.building"
                        + " /*+ OPTIONS('scan.changelog' = 'operations') */"))
        .rootCause()
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("bronze.building")
        .hasMessageContaining("needs a primary key");
  }

  @Test
  void lookUpsSeeTheTableAsItChanges() throws Exception {
    batch.execute("CREATE TABLE bronze.reading (station STRING, amount BIGINT)");
    batch.execute("CREATE TABLE bronze.station (name STRING, town STRING)");
    batch.insert("INSERT INTO bronze.station VALUES ('N', 'x'), ('S', 'y'), ('S', 'z')");
    batch.insert(
        "INSERT INTO bronze.reading VALUES ('N', 1), ('S', 2), ('E', 3), (CAST(NULL AS STRING), 4)");
    try (CloseableIterator<Row> rows =
        streaming.stream(
            "SELECT r.amount, s.town FROM (SELECT *, PROCTIME() AS pt FROM bronze.reading) AS r"
                + " LEFT JOIN bronze.station"
                + " /*+ OPTIONS('lookup.refresh-interval' = '20 ms') */"
                + " FOR SYSTEM_TIME AS OF r.pt AS s ON r.station = s.name")) {
      assertThat(SqlSession.take(5, rows))
          .containsExactlyInAnyOrder(
              "+I[1, x]", "+I[2, y]", "+I[2, z]", "+I[3, null]", "+I[4, null]");
      batch.insert("INSERT INTO bronze.station VALUES ('E', 'new')");
      List<String> seen = new ArrayList<>();
      do {
        batch.insert("INSERT INTO bronze.reading VALUES ('E', 5)");
        seen.addAll(SqlSession.take(1, rows));
      } while (!seen.contains("+I[5, new]"));
    }
  }

  @Test
  void lookUpsAreBoundedInMemory() throws Exception {
    batch.execute("CREATE TABLE bronze.reading (station STRING, amount BIGINT)");
    batch.execute("CREATE TABLE bronze.station (name STRING, town STRING)");
    batch.insert("INSERT INTO bronze.station VALUES ('N', 'x'), ('S', 'y'), ('S', 'z')");
    batch.insert("INSERT INTO bronze.reading VALUES ('N', 1)");

    assertThatThrownBy(
            () ->
                streaming.first(
                    1,
                    "SELECT r.amount, s.town"
                        + " FROM (SELECT *, PROCTIME() AS pt FROM bronze.reading) AS r"
                        + " JOIN bronze.station /*+ OPTIONS('lookup.max-rows' = '2') */"
                        + " FOR SYSTEM_TIME AS OF r.pt AS s ON r.station = s.name"))
        .rootCause()
        .hasMessageContaining("bronze/station")
        .hasMessageContaining("lookup.max-rows");
  }

  @Test
  void watermarksAreMadeInTheSource() throws Exception {
    batch.execute("CREATE TABLE bronze.reading (ts TIMESTAMP(6), amount BIGINT)");
    batch.insert(
        "INSERT INTO bronze.reading VALUES (TIMESTAMP '2026-05-01 10:00:01', 1),"
            + " (TIMESTAMP '2026-05-01 10:00:59', 2), (TIMESTAMP '2026-05-01 10:01:30', 4)");
    streaming.execute(
        "CREATE TEMPORARY TABLE reading (ts TIMESTAMP(3), amount BIGINT,"
            + " WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)"
            + " WITH ('connector' = 'delta', 'path' = '%s', 'scan.parallelism' = '1')",
        lake.resolve("bronze/reading"));
    String query =
        "SELECT window_start, SUM(amount) FROM TABLE(TUMBLE(TABLE reading, DESCRIPTOR(ts),"
            + " INTERVAL '1' MINUTE)) GROUP BY window_start, window_end";

    assertThat(streaming.tables().explainSql(query))
        .contains("watermark=[-(ts, 1000:INTERVAL SECOND)]");
    try (CloseableIterator<Row> rows = streaming.stream(query)) {
      assertThat(SqlSession.take(1, rows)).containsExactly("+I[2026-05-01T10:00, 3]");
      batch.insert("INSERT INTO bronze.reading VALUES (TIMESTAMP '2026-05-01 10:02:30', 8)");
      assertThat(SqlSession.take(1, rows)).containsExactly("+I[2026-05-01T10:01, 4]");
    }
  }
}
