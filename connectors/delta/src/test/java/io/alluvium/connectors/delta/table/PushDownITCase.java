package io.alluvium.connectors.delta.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.kernel.DeltaTable;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.config.OptimizerConfigOptions;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is pushed down changes how a query is answered, never the answer. */
@Timeout(300)
class PushDownITCase {
  private static final List<String> PREDICATES =
      List.of(
          "region = 'north'",
          "region <> 'north'",
          "region IS NULL",
          "region IS NOT NULL AND d > DATE '2026-05-02'",
          "region IN ('south', 'east') OR d IS NULL",
          "NOT (region = 'south')",
          "UPPER(region) = 'NORTH' AND id > 100",
          "region LIKE 'no%' AND MOD(id, 7) = 0",
          "d BETWEEN DATE '2026-05-01' AND DATE '2026-05-02' AND n IS NULL",
          "id = 57",
          "id IN (1, 99, 300, 444, 10000)",
          "id > 470 OR id < 3",
          "n >= 100 AND n < 105",
          "n <> 10 AND id < 40",
          "NOT (n > 5)",
          "f > 40.5",
          "f < 1.0 OR f IS NULL",
          "f <> f",
          "f = CAST(3.3 AS FLOAT)",
          "dbl <= -200.5",
          "NOT (dbl > -100)",
          "dbl <> -30.0 AND id < 100",
          "s LIKE 'key-01%'",
          "s = 'key-0009 '",
          "s > 'key-0400' AND s <= 'key-0410 z'",
          "s NOT LIKE 'key-0%'",
          "dt = DATE '2024-11-03'",
          "dt > DATE '2024-11-10' OR dt IS NULL",
          "ts >= TIMESTAMP '2023-11-14 22:20:00.999999'",
          "ts > TIMESTAMP '2023-11-14 22:21:19.999' AND ts < TIMESTAMP '2023-11-14 22:21:21'",
          "tl < TO_TIMESTAMP_LTZ(1700000010000, 3)",
          "price >= 110.25 AND price < 113",
          "price = 5.00",
          "flag AND id < 11",
          "NOT flag AND id > 460",
          "flag IS NULL",
          "st.a > 900",
          "st.a IS NULL AND id < 50",
          "st IS NOT NULL AND st.b = 'b3' AND st.a < 100");

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  @TempDir Path lake;
  private PartitionedTable table;
  private SqlSession pushing;
  private SqlSession plain;

  @BeforeEach
  void tables() throws Exception {
    pushing = SqlSession.batch(lake);
    pushing.execute("CREATE DATABASE silver");
    table = PartitionedTable.create(lake.resolve("silver/t"));
    plain = SqlSession.batch(lake);
    plain
        .tables()
        .getConfig()
        .set(OptimizerConfigOptions.TABLE_OPTIMIZER_SOURCE_PREDICATE_PUSHDOWN_ENABLED, false)
        .set(OptimizerConfigOptions.TABLE_OPTIMIZER_SOURCE_AGGREGATE_PUSHDOWN_ENABLED, false);
  }

  @Test
  void filtersChangeNoResult() throws Exception {
    table.deleteRows(3, 11);
    int empty = 0;
    // Some in one query, but not all: each takes its share of a slot's memory.
    for (int from = 0; from < PREDICATES.size(); from += 8) {
      List<String> some = PREDICATES.subList(from, Math.min(from + 8, PREDICATES.size()));
      String query =
          some.stream()
              .map(
                  predicate ->
                      "SELECT '"
                          + predicate.replace("'", "''")
                          + "', COUNT(*), SUM(id), MIN(n), MAX(s) FROM silver.t WHERE "
                          + predicate)
              .collect(Collectors.joining(" UNION ALL "))
              .replace("%", "%%");
      List<String> rows = pushing.query(query);
      assertThat(rows).hasSize(some.size()).isEqualTo(plain.query(query));
      empty += (int) rows.stream().filter(row -> row.contains(", 0, null, null, null]")).count();
    }
    assertThat(empty).as("predicates that no row fulfils").isLessThan(5);
  }

  @Test
  void nestedFieldsAndPartitionsAreProjected() throws Exception {
    assertThat(pushing.query("SELECT st.b, region, id, st.a FROM silver.t WHERE id IN (41, 82)"))
        .containsExactly("+I[b1, south, 41, 82]", "+I[b2, null, 82, 164]");
    assertThat(pushing.query("SELECT st, st.a FROM silver.t WHERE id = 41"))
        .containsExactly("+I[+I[82, b1], 82]");
    assertThat(pushing.query("SELECT DISTINCT region FROM silver.t"))
        .containsExactly("+I[north]", "+I[null]", "+I[south]");
    assertThat(plan("SELECT st.b FROM silver.t")).contains("project=[st_b]");
  }

  @Test
  void predicatesOnPartitionsLeaveNothingToEvaluate() {
    assertThat(plan("SELECT id FROM silver.t WHERE UPPER(region) = 'NORTH'"))
        .contains("partitions=[")
        .doesNotContain("where=");
    // A continuous read must not be bound to the partitions of today.
    String streaming =
        SqlSession.streaming(lake)
            .tables()
            .explainSql("SELECT id FROM silver.t WHERE region = 'north'");
    assertThat(optimized(streaming)).doesNotContain("partitions=[").doesNotContain("where=");
  }

  @Test
  void aggregatesComeFromStatisticsWhereTheseAreExact() throws Exception {
    List<String> told =
        List.of(
            "SELECT COUNT(*) FROM silver.t",
            "SELECT COUNT(*), COUNT(n), MIN(id), MAX(n), MIN(price), MAX(dt) FROM silver.t",
            "SELECT COUNT(*), MAX(id) FROM silver.t WHERE region = 'south'",
            "SELECT region, COUNT(*), MIN(id), MAX(d) FROM silver.t GROUP BY region",
            "SELECT MIN(region), MAX(region), MIN(d) FROM silver.t");
    List<String> read =
        List.of(
            "SELECT MIN(s) FROM silver.t",
            "SELECT MIN(flag) FROM silver.t",
            "SELECT COUNT(*) FROM silver.t WHERE id > 7",
            "SELECT COUNT(DISTINCT n) FROM silver.t",
            "SELECT n, COUNT(*) FROM silver.t WHERE id < 9 GROUP BY n",
            "SELECT COUNT(*), MAX(id) FROM silver.t WHERE region = 'east'");
    for (String query : told) {
      assertThat(isTold(query)).as(query).isTrue();
      assertThat(pushing.query(query)).as(query).isEqualTo(plain.query(query));
    }
    for (String query : read) {
      assertThat(plan(query)).as(query).doesNotContain("aggregates=[");
      assertThat(pushing.query(query)).as(query).isEqualTo(plain.query(query));
    }
    // Which of NaN and a number is greater depends on the order of the rows.
    assertThat(isTold("SELECT MAX(f), MIN(dbl) FROM silver.t")).isFalse();
    table.deleteRows(0, 40);
    assertThat(isTold("SELECT COUNT(*) FROM silver.t")).isTrue();
    assertThat(pushing.query("SELECT COUNT(*) FROM silver.t"))
        .containsExactly("+I[" + (PartitionedTable.FILES - 1) * PartitionedTable.ROWS + "]");
    assertThat(isTold("SELECT MIN(id) FROM silver.t")).isFalse();
    assertThat(pushing.query("SELECT MIN(id), COUNT(n) FROM silver.t"))
        .isEqualTo(plain.query("SELECT MIN(id), COUNT(n) FROM silver.t"));
  }

  @Test
  void aVersionWithoutRowsIsAggregated() throws Exception {
    pushing.tables().executeSql("CREATE TABLE silver.bare (id INT, n BIGINT)");
    assertThat(pushing.query("SELECT COUNT(*), SUM(n), MAX(id) FROM silver.bare"))
        .containsExactly("+I[0, null, null]");
    assertThat(pushing.query("SELECT COUNT(*), MAX(id) FROM silver.bare"))
        .containsExactly("+I[0, null]");
    assertThat(pushing.query("SELECT id, COUNT(*) FROM silver.bare GROUP BY id")).isEmpty();
  }

  @Test
  void limitsCountLiveRowsOnly() throws Exception {
    for (int file = 0; file < 5; file++) {
      table.deleteRows(file, 39);
    }
    int live =
        DeltaTable.at(table.folder().toString()).snapshot().files().stream()
            .mapToInt(file -> (int) file.rowCount().orElseThrow())
            .sum();
    for (int limit : new int[] {1, 4, 9, 60, 10_000}) {
      assertThat(pushing.query("SELECT id FROM silver.t LIMIT " + limit))
          .hasSize(Math.min(limit, live))
          .doesNotHaveDuplicates();
    }
  }

  /** Whether no file is read: what the log tells comes from one task. */
  private boolean isTold(String query) {
    String plan = pushing.tables().explainSql(query, ExplainDetail.JSON_EXECUTION_PLAN);
    assertThat(plan).contains("aggregates=[");
    Matcher source = Pattern.compile("\"parallelism\" : (-?\\d+)").matcher(plan);
    assertThat(source.find()).isTrue();
    return source.group(1).equals("1");
  }

  private String plan(String query) {
    return optimized(pushing.tables().explainSql(query));
  }

  private static String optimized(String explained) {
    return explained.substring(explained.indexOf("== Optimized Execution Plan =="));
  }
}
