package io.alluvium.connectors.delta.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.lint.WithoutLint;
import io.alluvium.connectors.delta.table.SqlSession;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ProceduresITCase {
  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  @TempDir Path lake;
  private CatalogSession session;

  @BeforeEach
  void threeInserts() throws Exception {
    session = CatalogSession.of(lake);
    session.execute("CREATE DATABASE silver");
    session.execute("CREATE TABLE silver.orders (id BIGINT, note STRING)");
    for (int id = 1; id <= 3; id++) {
      session.insert("INSERT INTO silver.orders VALUES (%d, 'n')", id);
    }
  }

  private List<String> ids(String table) throws Exception {
    return session.sql().query("SELECT id FROM " + table);
  }

  @Test
  void areListed() throws Exception {
    assertThat(session.texts("SHOW PROCEDURES FROM sys"))
        .containsExactly(
            "+I[checkpoint]",
            "+I[clone]",
            "+I[history]",
            "+I[optimize]",
            "+I[restore]",
            "+I[vacuum]");
    assertThat(session.texts("SHOW PROCEDURES FROM silver")).isEmpty();
  }

  @Test
  void historyTellsWhatTheCommitsDid() throws Exception {
    List<Row> history = session.rows("CALL sys.history(table_name => 'silver.orders')");

    assertThat(history.stream().map(commit -> commit.getField(0))).containsExactly(3L, 2L, 1L, 0L);
    Row latest = history.get(0);
    assertThat(latest.getField(1))
        .isEqualTo(
            Instant.ofEpochMilli(
                DeltaTable.at(lake.resolve("silver/orders").toString()).snapshot().timestamp()));
    assertThat(latest.getField(2)).isEqualTo("STREAMING UPDATE");
    assertThat(latest.getField(3)).isEqualTo(1L);
    assertThat(latest.getField(5)).isEqualTo(1L);
    assertThat((String) latest.getField(7)).startsWith("Kernel-").doesNotContain("token");
    assertThat(history.get(3).getField(2)).isEqualTo("CREATE TABLE");
    assertThat(session.rows("CALL sys.history(table_name => 'silver.orders', max_commits => 2)"))
        .hasSize(2);
  }

  @Test
  void argumentsByPosition() throws Exception {
    assertThat(session.rows("CALL lake.`system`.history('silver.orders', 2)")).hasSize(2);
    assertThat(session.rows("CALL sys.checkpoint('silver.orders')")).containsExactly(Row.of(3L));
  }

  @Test
  void optimizeVacuumAndRestore() throws Exception {
    List<Row> optimized =
        session.rows("CALL sys.optimize(table_name => 'silver.orders', target_size => '1 mb')");
    assertThat(optimized).hasSize(1);
    assertThat(optimized.get(0).getField(0)).isEqualTo(4L);
    assertThat(optimized.get(0).getField(1)).isEqualTo(3L);
    assertThat(optimized.get(0).getField(2)).isEqualTo(1L);

    assertThat(session.rows("CALL sys.vacuum(table_name => 'silver.orders')"))
        .containsExactly(Row.of(0L, 0L, false));
    assertThat(
            session.failure("CALL sys.vacuum(table_name => 'silver.orders', retention => '0 s')"))
        .contains("below the one of table");

    assertThat(
            session
                .rows("CALL sys.restore(table_name => 'silver.orders', version => 2)")
                .get(0)
                .getField(0))
        .isEqualTo(5L);
    assertThat(ids("silver.orders")).containsExactly("+I[1]", "+I[2]");

    assertThat(
            session
                .rows(
                    "CALL sys.vacuum(table_name => 'silver.orders', retention => '0 s',"
                        + " enforce_retention => FALSE, dry_run => TRUE)")
                .get(0)
                .getField(0))
        .isEqualTo(2L);
    assertThat(
            session
                .rows(
                    "CALL sys.vacuum(table_name => 'silver.orders', retention => '0 s',"
                        + " enforce_retention => FALSE)")
                .get(0)
                .getField(0))
        .isEqualTo(2L);
    assertThat(ids("silver.orders")).containsExactly("+I[1]", "+I[2]");
    assertThat(session.failure("CALL sys.restore(table_name => 'silver.orders', version => 3)"))
        .contains("was vacuumed");
  }

  @Test
  void restoresToATime() throws Exception {
    long first = DeltaTable.at(lake.resolve("silver/orders").toString()).snapshot(1).timestamp();
    String time =
        LocalDateTime.ofInstant(Instant.ofEpochMilli(first), ZoneOffset.UTC)
            .toString()
            .replace('T', ' ');

    session.rows("CALL sys.restore(table_name => 'silver.orders', as_of => TIMESTAMP '%s')", time);

    assertThat(ids("silver.orders")).containsExactly("+I[1]");
    assertThat(session.failure("CALL sys.restore(table_name => 'silver.orders')"))
        .contains("either 'version' or 'as_of'");
  }

  @Test
  @WithoutLint(value = "Shallow clones.", of = WithoutLint.Part.RELATIVE_PATHS)
  void clones() throws Exception {
    session.rows(
        "CALL sys.clone(source => 'silver.orders', target => 'silver.trial', version => 2)");

    assertThat(ids("silver.trial")).containsExactly("+I[1]", "+I[2]");
    session.insert("INSERT INTO silver.trial VALUES (9, 'x')");
    assertThat(ids("silver.trial")).containsExactly("+I[1]", "+I[2]", "+I[9]");
    assertThat(ids("silver.orders")).containsExactly("+I[1]", "+I[2]", "+I[3]");
  }

  @Test
  void explainsWrongNames() {
    assertThat(session.failure("CALL sys.history(table_name => 'silver.nothing')"))
        .isEqualTo("There is no table silver.nothing in catalog lake.");
    assertThat(
            session.failure("CALL sys.clone(source => 'silver.orders', target => 'gold.orders')"))
        .contains("There is no database gold");
    assertThat(
            session.failure(
                "CALL sys.optimize(table_name => 'silver.orders', target_size => 'big')"))
        .contains("'256 mb'");
  }

  @Test
  void aJobThatFollowsTheTableDoesNotSeeItOptimized() throws Exception {
    SqlSession streaming = SqlSession.streaming(lake);
    try (CloseableIterator<Row> rows = streaming.stream("SELECT id FROM silver.orders")) {
      assertThat(List.of(rows.next(), rows.next(), rows.next()))
          .containsExactlyInAnyOrder(Row.of(1L), Row.of(2L), Row.of(3L));
      session.rows("CALL sys.optimize('silver.orders')");
      session.insert("INSERT INTO silver.orders VALUES (4, 'n')");

      assertThat(rows.next()).isEqualTo(Row.of(4L));
    }
  }
}
