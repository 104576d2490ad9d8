package io.alluvium.connectors.delta.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class OverwriteSqlITCase {

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(8)
              .build());

  @TempDir Path lake;
  private SqlSession sql;

  @BeforeEach
  void session() {
    sql = SqlSession.batch(lake);
  }

  @Test
  void theWholeTableIsReplacedByOneCommit() throws Exception {
    declare(sql, "plain", "(id BIGINT, note STRING)", "", "");
    sql.insert("INSERT INTO plain VALUES (1, 'a'), (2, 'b')");
    long before = snapshot("plain").version();

    sql.insert("INSERT OVERWRITE plain VALUES (3, 'c')");

    assertThat(sql.query("SELECT * FROM plain")).containsExactly("+I[3, c]");
    assertThat(snapshot("plain").version()).isEqualTo(before + 1);
    assertThat(DeltaTable.at(path("plain")).snapshot(before).files()).isNotEmpty();

    sql.insert("INSERT OVERWRITE plain SELECT * FROM plain WHERE id < 0");

    assertThat(sql.query("SELECT * FROM plain")).isEmpty();
  }

  @Test
  void aTableCanBeRewrittenFromItself() throws Exception {
    declare(sql, "plain", "(id BIGINT, note STRING)", "", "");
    sql.insert("INSERT INTO plain VALUES (1, 'a'), (2, 'b')");

    sql.insert("INSERT OVERWRITE plain SELECT id + 10, UPPER(note) FROM plain");

    assertThat(sql.query("SELECT * FROM plain")).containsExactly("+I[11, A]", "+I[12, B]");
  }

  @Test
  void exactlyThePartitionsThatAreWrittenAreReplaced() throws Exception {
    partitioned("");

    sql.insert("INSERT OVERWRITE part VALUES (7, DATE '2026-05-01', 'north')");

    assertThat(rows())
        .containsExactly(
            "+I[2, 2026-05-01, south]",
            "+I[3, 2026-05-02, north]",
            "+I[4, 2026-05-02, null]",
            "+I[7, 2026-05-01, north]");

    sql.insert(
        "INSERT OVERWRITE part VALUES (8, DATE '2026-05-02', CAST(NULL AS STRING)),"
            + " (9, DATE '2026-05-03', 'a/b')");

    assertThat(rows())
        .containsExactly(
            "+I[2, 2026-05-01, south]",
            "+I[3, 2026-05-02, north]",
            "+I[7, 2026-05-01, north]",
            "+I[8, 2026-05-02, null]",
            "+I[9, 2026-05-03, a/b]");
  }

  @Test
  void aNamedPartitionIsReplacedAlsoByNothing() throws Exception {
    partitioned("");

    sql.insert(
        "INSERT OVERWRITE part PARTITION (`day` = '2026-05-01', region = 'north')"
            + " SELECT CAST(5 AS BIGINT)");

    assertThat(rows())
        .containsExactly(
            "+I[2, 2026-05-01, south]",
            "+I[3, 2026-05-02, north]",
            "+I[4, 2026-05-02, null]",
            "+I[5, 2026-05-01, north]");

    sql.insert(
        "INSERT OVERWRITE part PARTITION (`day` = '2026-05-02', region = 'north')"
            + " SELECT id FROM part WHERE id < 0");

    assertThat(rows())
        .containsExactly(
            "+I[2, 2026-05-01, south]", "+I[4, 2026-05-02, null]", "+I[5, 2026-05-01, north]");
  }

  @Test
  void aPartlyNamedPartitionReplacesWhatIsWrittenOrAllOfIt() throws Exception {
    partitioned("");

    sql.insert(
        "INSERT OVERWRITE part PARTITION (`day` = '2026-05-01')"
            + " SELECT CAST(6 AS BIGINT), 'south'");

    assertThat(rows())
        .containsExactly(
            "+I[1, 2026-05-01, north]",
            "+I[3, 2026-05-02, north]",
            "+I[4, 2026-05-02, null]",
            "+I[6, 2026-05-01, south]");

    declare(
        sql,
        "part",
        "(id BIGINT, `day` DATE, region STRING)",
        "PARTITIONED BY (`day`, region)",
        ", 'write.overwrite-mode' = 'static'");
    sql.insert(
        "INSERT OVERWRITE part PARTITION (`day` = '2026-05-01')"
            + " SELECT CAST(7 AS BIGINT), 'west'");

    assertThat(rows())
        .containsExactly(
            "+I[3, 2026-05-02, north]", "+I[4, 2026-05-02, null]", "+I[7, 2026-05-01, west]");

    sql.insert("INSERT OVERWRITE part VALUES (1, DATE '2026-06-01', 'x')");

    assertThat(rows()).containsExactly("+I[1, 2026-06-01, x]");
  }

  @Test
  void aStreamReplacesThePartitionsThatItWrites() throws Exception {
    partitioned("");
    SqlSession streaming = SqlSession.streaming(lake);
    declare(
        streaming,
        "part",
        "(id BIGINT, `day` DATE, region STRING)",
        "PARTITIONED BY (`day`, region)",
        ", 'write.overwrite-mode' = 'dynamic'");

    streaming.insert("INSERT OVERWRITE part VALUES (7, DATE '2026-05-01', 'north')");

    assertThat(rows())
        .containsExactly(
            "+I[2, 2026-05-01, south]",
            "+I[3, 2026-05-02, north]",
            "+I[4, 2026-05-02, null]",
            "+I[7, 2026-05-01, north]");
  }

  @Test
  void filesHoldNoPartitionColumnsAndKeepTheWantedForm() throws Exception {
    declare(
        sql,
        "form",
        "(id BIGINT, region STRING)",
        "PARTITIONED BY (region)",
        ", 'parquet.compression-codec' = 'snappy', 'write.distribution' = 'hash',"
            + " 'write.max-open-files' = '1'");
    sql.insert("INSERT INTO form VALUES (1, 'a'), (2, 'b'), (3, 'a'), (4, 'b')");

    assertThat(sql.query("SELECT * FROM form")).hasSize(4);
    assertThat(snapshot("form").partitionColumns()).containsExactly("region");
    assertThat(snapshot("form").files())
        .allSatisfy(
            file -> {
              assertThat(file.path()).startsWith("region=");
              assertThat(file.statistics()).doesNotContain("region");
            });
  }

  @Test
  void whatCannotBeOverwrittenIsRefused() {
    SqlSession streaming = SqlSession.streaming(lake);
    declare(streaming, "plain", "(id BIGINT)", "", "");
    assertThatThrownBy(() -> streaming.execute("INSERT OVERWRITE plain VALUES (1)"))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("execution.runtime-mode");

    declare(sql, "keyed", "(id BIGINT, PRIMARY KEY (id) NOT ENFORCED)", "", "");
    assertThatThrownBy(() -> sql.execute("INSERT OVERWRITE keyed VALUES (1)"))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("primary key");

    declare(sql, "timed", "(id BIGINT, t TIMESTAMP_LTZ(6))", "PARTITIONED BY (t)", "");
    assertThatThrownBy(
            () ->
                sql.execute(
                    "INSERT OVERWRITE timed PARTITION (t = '2026-01-01 00:00:00')"
                        + " SELECT CAST(1 AS BIGINT)"))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("Leave PARTITION out");
  }

  @Test
  void newColumnsOfADeclarationAreAddedWhereAllowed() throws Exception {
    declare(sql, "plain", "(id BIGINT)", "", "");
    sql.insert("INSERT INTO plain VALUES (1)");
    declare(sql, "plain", "(id BIGINT, note STRING)", "", "");
    assertThatThrownBy(() -> sql.execute("INSERT INTO plain VALUES (2, 'b')"))
        .hasMessageContaining("'schema.evolution' = 'add-columns'");
    declare(sql, "plain", "(id BIGINT, note STRING)", "", ", 'schema.evolution' = 'add-columns'");

    sql.insert("INSERT INTO plain VALUES (2, 'b')");

    assertThat(sql.query("SELECT * FROM plain")).containsExactly("+I[1, null]", "+I[2, b]");
  }

  @Test
  void partitionsThatAreHeldBackAreReplacedWholeByChangesOfAnyKind() throws Exception {
    partitioned(", 'write.overwrite-mode' = 'dynamic', 'write.hold.column' = 'day'");
    SqlSession stream = SqlSession.streaming(lake);
    declare(
        stream,
        "part",
        "(id BIGINT, `day` DATE, region STRING)",
        "PARTITIONED BY (`day`, region)",
        ", 'write.overwrite-mode' = 'dynamic', 'write.hold.column' = 'day'");

    // Of key 7 the last day counts, so that its first partition is left without rows.
    stream.insert(
        "INSERT OVERWRITE part SELECT id, MAX(d), 'north' FROM (VALUES"
            + " (CAST(7 AS BIGINT), DATE '2026-05-01'), (CAST(7 AS BIGINT), DATE '2026-05-03'),"
            + " (CAST(8 AS BIGINT), DATE '2026-05-02')) AS t (id, d) GROUP BY id");

    assertThat(rows())
        .containsExactly(
            "+I[2, 2026-05-01, south]",
            "+I[4, 2026-05-02, null]",
            "+I[7, 2026-05-03, north]",
            "+I[8, 2026-05-02, north]");
    assertThatThrownBy(() -> stream.execute("INSERT INTO part SELECT * FROM part"))
        .hasMessageContaining("INSERT OVERWRITE");
  }

  private void partitioned(String options) throws Exception {
    declare(
        sql,
        "part",
        "(id BIGINT, `day` DATE, region STRING)",
        "PARTITIONED BY (`day`, region)",
        options);
    sql.insert(
        "INSERT INTO part VALUES (1, DATE '2026-05-01', 'north'), (2, DATE '2026-05-01', 'south'),"
            + " (3, DATE '2026-05-02', 'north'), (4, DATE '2026-05-02', CAST(NULL AS STRING))");
  }

  private List<String> rows() throws Exception {
    return sql.query("SELECT * FROM part");
  }

  private void declare(
      SqlSession session, String table, String columns, String partitions, String options) {
    session.execute("DROP TEMPORARY TABLE IF EXISTS %s", table);
    session.execute(
        "CREATE TEMPORARY TABLE %s %s %s WITH ('connector' = 'delta', 'path' = '%s'%s)",
        table, columns, partitions, path(table), options);
  }

  /** A URI, as the catalog gives them: a folder's percent signs must get through. */
  private String path(String table) {
    return "file:" + lake.resolve("tables/" + table);
  }

  private DeltaSnapshot snapshot(String table) {
    return DeltaTable.at(path(table)).snapshot();
  }
}
