package io.alluvium.interop.delta;

import static io.alluvium.interop.delta.TableKind.flink;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.WriteMode;
import io.alluvium.connectors.delta.lint.TableLint;
import io.alluvium.connectors.delta.sink.DeltaSink;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Spark sees in each version of each kind of table that we write the very rows that we see. */
class SparkReadsOurTablesITCase {
  @RegisterExtension static final Engines ENGINES = new Engines();

  static Stream<TableKind> kinds() {
    return Stream.of(
        flink(
            "append",
            "CREATE TABLE $t (id BIGINT, note STRING)",
            "INSERT INTO $t VALUES (1, 'a'), (2, CAST(NULL AS STRING))",
            "INSERT INTO $t VALUES (3, ''), (4, 'Zürich 🌊'), (5, 'a''b\"c\\d')"),
        flink(
            "all types",
            "CREATE TABLE $t (b BOOLEAN, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT,"
                + " d DOUBLE, p DECIMAL(9, 2), q DECIMAL(18, 6), r DECIMAL(38, 10), c STRING,"
                + " y BYTES, a DATE, z TIMESTAMP_LTZ(6))",
            "INSERT INTO $t VALUES (TRUE, CAST(-128 AS TINYINT), CAST(32767 AS SMALLINT),"
                + " -2147483647, 9223372036854775807, CAST(1.5 AS FLOAT), 1e-300, 1234567.89,"
                + " -123456789012.345678, CAST('1234567890123456789012345678.0123456789' AS DECIMAL(38, 10)), 'text',"
                + " x'00ff', DATE '0001-01-01', TO_TIMESTAMP_LTZ(-1, 3))",
            "INSERT INTO $t VALUES (FALSE, CAST(0 AS TINYINT), CAST(0 AS SMALLINT), 0, 0,"
                + " CAST(0 AS FLOAT), -0.0e0, 0, 0, 0, '', x'', DATE '9999-12-31',"
                + " TO_TIMESTAMP_LTZ(1427592600123, 3))",
            "INSERT INTO $t SELECT CAST(NULL AS BOOLEAN), CAST(NULL AS TINYINT),"
                + " CAST(NULL AS SMALLINT), CAST(NULL AS INT), CAST(NULL AS BIGINT),"
                + " CAST(NULL AS FLOAT), CAST(NULL AS DOUBLE), CAST(NULL AS DECIMAL(9, 2)),"
                + " CAST(NULL AS DECIMAL(18, 6)), CAST(NULL AS DECIMAL(38, 10)),"
                + " CAST(NULL AS STRING), CAST(NULL AS BYTES), CAST(NULL AS DATE),"
                + " CAST(NULL AS TIMESTAMP_LTZ(6))"),
        flink(
            "nested",
            "CREATE TABLE $t (id BIGINT, tags ARRAY<STRING>, counts MAP<STRING, BIGINT>,"
                + " place ROW<city STRING, spot ROW<x DOUBLE, y DOUBLE>>,"
                + " visits ARRAY<ROW<who STRING, times ARRAY<INT>>>)",
            "INSERT INTO $t VALUES (1, ARRAY['a', 'b'], MAP['k', CAST(7 AS BIGINT)],"
                + " ROW('Bern', ROW(CAST(1.5 AS DOUBLE), CAST(-2 AS DOUBLE))),"
                + " ARRAY[ROW('w', ARRAY[1, 2]), ROW('v', ARRAY[3])])",
            "INSERT INTO $t SELECT 2, CAST(NULL AS ARRAY<STRING>),"
                + " CAST(NULL AS MAP<STRING, BIGINT>),"
                + " CAST(NULL AS ROW<city STRING, spot ROW<x DOUBLE, y DOUBLE>>),"
                + " CAST(NULL AS ARRAY<ROW<who STRING, times ARRAY<INT>>>)",
            "INSERT INTO $t SELECT 3, ARRAY[CAST(NULL AS STRING)],"
                + " MAP['n', CAST(NULL AS BIGINT)],"
                + " ROW(CAST(NULL AS STRING), CAST(NULL AS ROW<x DOUBLE, y DOUBLE>)),"
                + " ARRAY[CAST(NULL AS ROW<who STRING, times ARRAY<INT>>)]"),
        flink(
            "partitioned",
            "CREATE TABLE $t (id INT, dated DATE, town STRING, happened TIMESTAMP_LTZ(6))"
                + " PARTITIONED BY (dated, town, happened)",
            "INSERT INTO $t VALUES (1, DATE '2026-01-31', 'a b/c=d%25', TO_TIMESTAMP_LTZ(1, 3)),"
                + " (2, CAST(NULL AS DATE), 'ü:?#''\"', CAST(NULL AS TIMESTAMP_LTZ(6)))",
            "INSERT INTO $t VALUES (3, DATE '2026-01-31', 'a b/c=d%25', TO_TIMESTAMP_LTZ(-1, 3)),"
                + " (4, DATE '1900-01-01', CAST(NULL AS STRING), TO_TIMESTAMP_LTZ(0, 3))"),
        flink(
            "log with checkpoints",
            "CREATE TABLE $t (id INT) WITH ('delta.checkpointInterval' = '2')",
            "INSERT INTO $t VALUES 1",
            "INSERT INTO $t VALUES 2",
            "INSERT INTO $t VALUES 3",
            "INSERT INTO $t VALUES 4",
            "INSERT INTO $t VALUES 5"),
        new TableKind(
            "copy-on-write", (engines, table) -> upsert(engines, table, WriteMode.COPY_ON_WRITE)),
        new TableKind(
            "merge-on-read", (engines, table) -> upsert(engines, table, WriteMode.MERGE_ON_READ)));
  }

  private static void upsert(Engines engines, String table, WriteMode mode) throws Exception {
    StreamExecutionEnvironment environment = NumberedRows.environment();
    DeltaSink.upsert(engines.path(table).toString(), NumberedRows.ROW_TYPE, List.of("id"))
        .mode(mode)
        .rowsPerFile(50)
        .addTo(NumberedRows.changes(environment, 8_000, 300), table);
    environment.execute();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void sparkReadsEveryVersion(TableKind kind) throws Exception {
    String table = kind.table();
    kind.writer().write(ENGINES, table);

    TableLint.of(ENGINES.path(table)).assertClean();
    long latest = ENGINES.latestVersion(table);
    assertThat(ENGINES.readBySpark(table, latest))
        .isNotEmpty()
        .isEqualTo(ENGINES.readLatestByFlink(table));
    for (long version : ENGINES.versions(table)) {
      assertThat(ENGINES.readBySpark(table, version))
          .as("version %s", version)
          .isEqualTo(ENGINES.readByFlink(table, version));
    }
  }
}
