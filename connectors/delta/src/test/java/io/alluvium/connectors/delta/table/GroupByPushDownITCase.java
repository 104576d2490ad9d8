package io.alluvium.connectors.delta.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.config.OptimizerConfigOptions;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Groups that the source aggregates are those that Flink finds. */
@Timeout(300)
class GroupByPushDownITCase {

  private static final int WIDE_ROWS = 150_000;

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
        .set(OptimizerConfigOptions.TABLE_OPTIMIZER_SOURCE_AGGREGATE_PUSHDOWN_ENABLED, false);
  }

  @Test
  void groupsAreThoseThatFlinkFinds() throws Exception {
    table.deleteRows(3, 11);
    table.deleteRows(0, 40);
    List<String> pushed =
        List.of(
            "SELECT n, COUNT(*), SUM(id) FROM silver.t GROUP BY n",
            "SELECT s, SUM(n), COUNT(s), MIN(dt) FROM silver.t GROUP BY s",
            "SELECT flag, SUM(n), AVG(n), AVG(id), COUNT(st.b) FROM silver.t GROUP BY flag",
            "SELECT dt, flag, MIN(ts), MAX(ts), MIN(tl), MAX(dt) FROM silver.t GROUP BY dt, flag",
            "SELECT ts, tl, MAX(id) FROM silver.t GROUP BY ts, tl",
            "SELECT region, flag, d, SUM(n), MIN(id) FROM silver.t GROUP BY region, flag, d",
            "SELECT region, SUM(id) FROM silver.t WHERE d > DATE '2026-05-01' GROUP BY region",
            "SELECT st.b, st.a, SUM(id) FROM silver.t GROUP BY st.b, st.a",
            "SELECT flag, SUM(id), COUNT(*) FROM silver.t WHERE region = 'south' GROUP BY flag",
            "SELECT SUM(id), SUM(n), COUNT(*), COUNT(n), MIN(dt), MAX(ts), AVG(n) FROM silver.t");
    for (String query : pushed) {
      assertThat(plan(query)).as(query).contains("aggregates=[").doesNotContain("Local");
      assertThat(pushing.query(query)).as(query).isEqualTo(plain.query(query));
    }
  }

  /** Many files, more groups than are kept at once, and values at the ends of their types. */
  @Test
  void sumsOfManyGroupsAreFlinksAlsoWhereTheyOverflow() throws Exception {
    pushing.execute(
        "CREATE TABLE silver.wide (id BIGINT NOT NULL, k STRING NOT NULL, ti TINYINT, si SMALLINT,"
            + " i INT, b BIGINT, f FLOAT, dbl DOUBLE)");
    pushing.execute(
        "CREATE TEMPORARY TABLE silver.numbers (n BIGINT) WITH ('connector' = 'datagen',"
            + " 'fields.n.kind' = 'sequence', 'fields.n.start' = '0', 'fields.n.end' = '%d',"
            + " 'number-of-rows' = '%d')",
        WIDE_ROWS - 1, WIDE_ROWS);
    pushing.insert(
        "INSERT INTO silver.wide SELECT n, CONCAT('k', CAST(MOD(n, 70000) AS STRING)),"
            + " CAST(MOD(n, 200) - 60 AS TINYINT), CAST(MOD(n, 60000) - 20000 AS SMALLINT),"
            + " CAST(2147483647 - MOD(n, 5) AS INT),"
            + " CASE WHEN MOD(n, 3) = 0 THEN CAST(NULL AS BIGINT) ELSE 9223372036854775807 - n END,"
            + " CAST(MOD(n, 64) * 0.5 AS FLOAT), MOD(n, 1000) * 0.25 FROM silver.numbers");
    String split = "silver.wide /*+ OPTIONS('scan.split-size' = '100 kb') */";
    List<String> queries =
        List.of(
            "SELECT MOD(g, 10), COUNT(*), SUM(s), SUM(x) FROM (SELECT id AS g, SUM(b) AS s, MAX(ti)"
                + " AS x FROM "
                + split
                + " GROUP BY id) GROUP BY MOD(g, 10)",
            "SELECT COUNT(*), SUM(s), MIN(m), SUM(c) FROM (SELECT k, SUM(i) AS s, MIN(dbl) AS m,"
                + " COUNT(b) AS c FROM "
                + split
                + " GROUP BY k)",
            "SELECT ti, SUM(ti), SUM(si), SUM(i), SUM(b), SUM(f), SUM(dbl), COUNT(b) FROM "
                + split
                + " GROUP BY ti",
            "SELECT AVG(ti), AVG(si), AVG(i), AVG(b), AVG(f), AVG(dbl), MIN(ti), MAX(si), MIN(i),"
                + " MAX(b), MIN(f), MAX(dbl) FROM "
                + split,
            "SELECT SUM(ti), SUM(si), SUM(i), SUM(b), SUM(f), SUM(dbl) FROM " + split);
    for (String query : queries) {
      assertThat(plan(query)).as(query).contains("aggregates=[");
      assertThat(pushing.query(query)).as(query).isEqualTo(plain.query(query));
    }
  }

  @Test
  void whatTheSourceCannotAggregateStaysWithFlink() throws Exception {
    List<String> kept =
        List.of(
            // The planner offers counts of expressions as if they were of columns.
            "SELECT UPPER(s), COUNT(*) FROM silver.t GROUP BY UPPER(s)",
            "SELECT region, COUNT(*) FROM (SELECT UPPER(region) AS region FROM silver.t)"
                + " GROUP BY region",
            "SELECT COUNT(NULLIF(n, 5)) FROM silver.t",
            "SELECT region, COUNT(NULLIF(n, 5)) FROM silver.t GROUP BY region",
            "SELECT UPPER(s), SUM(n) FROM silver.t GROUP BY UPPER(s)",
            "SELECT SUM(id), COUNT(NULLIF(n, 5)) FROM silver.t",
            "SELECT SUM(CHAR_LENGTH(s)) FROM silver.t",
            "SELECT dbl, SUM(id) FROM silver.t GROUP BY dbl",
            "SELECT price, SUM(id) FROM silver.t GROUP BY price",
            "SELECT flag, SUM(price) FROM silver.t GROUP BY flag",
            "SELECT flag, MAX(s) FROM silver.t GROUP BY flag",
            "SELECT flag, SUM(id) FROM silver.t WHERE n > 20 GROUP BY flag",
            "SELECT flag, SUM(id) FILTER (WHERE n > 20) FROM silver.t GROUP BY flag",
            "SELECT flag, SUM(DISTINCT n) FROM silver.t GROUP BY flag",
            "SELECT flag, n, SUM(id) FROM silver.t GROUP BY ROLLUP (flag, n)",
            "SELECT st, SUM(id) FROM silver.t GROUP BY st");
    for (String query : kept) {
      assertThat(plan(query)).as(query).doesNotContain("aggregates=[");
      assertThat(pushing.query(query)).as(query).isEqualTo(plain.query(query));
    }
    assertThat(plan("SELECT SUM(id) FROM (SELECT id FROM silver.t LIMIT 5)"))
        .doesNotContain("aggregates=[");
  }

  private String plan(String query) {
    return optimized(pushing.tables().explainSql(query));
  }

  private static String optimized(String explained) {
    return explained.substring(explained.indexOf("== Optimized Execution Plan =="));
  }
}
