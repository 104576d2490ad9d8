package io.alluvium.interop.delta;

import static io.alluvium.interop.delta.TableKind.spark;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.lint.TableLint;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** We see in each version of each kind of table that Spark writes the very rows that Spark sees. */
class WeReadSparksTablesITCase {
  @RegisterExtension static final Engines ENGINES = new Engines();

  private static final String VECTORS = " TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')";
  private static final String NO_VECTORS =
      " TBLPROPERTIES ('delta.enableDeletionVectors' = 'false')";
  private static final String NUMBERS =
      "INSERT INTO $t SELECT id, id * 2, concat('n', id) FROM range(0, 2000, 1, 3)";

  static Stream<TableKind> kinds() {
    return Stream.of(
        spark(
            "append",
            "CREATE TABLE $t (id BIGINT, note STRING) USING delta" + NO_VECTORS,
            "INSERT INTO $t VALUES (1, 'a'), (2, NULL)",
            "INSERT INTO $t VALUES (3, 'Zürich 🌊')"),
        spark(
            "all types",
            "CREATE TABLE $t (b BOOLEAN, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT,"
                + " d DOUBLE, p DECIMAL(9, 2), q DECIMAL(18, 6), r DECIMAL(38, 10), c STRING,"
                + " y BINARY, a DATE) USING delta",
            "INSERT INTO $t VALUES (TRUE, -128, 32767, -2147483648, 9223372036854775807, 1.5,"
                + " 1e-300, 1234567.89, -123456789012.345678,"
                + " 1234567890123456789012345678.0123456789, 'text', X'00ff', DATE '1900-01-01')",
            "INSERT INTO $t VALUES (NULL, NULL, NULL, NULL, NULL, float('NaN'), double('-Infinity'),"
                + " NULL, NULL, NULL, NULL, NULL, NULL)",
            "INSERT INTO $t VALUES (FALSE, 0, 0, 0, 0, float('-0.0'), double('-0.0'), 0, 0, 0, '',"
                + " X'', DATE '9999-12-31')"),
        spark(
            "timestamps",
            "CREATE TABLE $t (z TIMESTAMP) USING delta",
            "SET spark.sql.parquet.outputTimestampType = INT96",
            "INSERT INTO $t VALUES (TIMESTAMP '2015-03-29 01:30:00.123456'),"
                + " (TIMESTAMP '1969-12-31 23:59:59.999999'), (NULL)",
            "SET spark.sql.parquet.outputTimestampType = TIMESTAMP_MILLIS",
            "INSERT INTO $t VALUES (TIMESTAMP '2015-03-29 01:30:00.123')",
            "SET spark.sql.parquet.outputTimestampType = TIMESTAMP_MICROS",
            "INSERT INTO $t VALUES (TIMESTAMP '2999-12-31 23:59:59.999999')"),
        spark(
            "timestamps without time zone",
            "CREATE TABLE $t (n TIMESTAMP_NTZ) USING delta",
            "INSERT INTO $t VALUES (TIMESTAMP_NTZ '2015-03-29 01:30:00.123456'), (NULL),"
                + " (TIMESTAMP_NTZ '1901-01-01 00:00:00.000001')"),
        spark(
            "nested",
            "CREATE TABLE $t (id INT, tags ARRAY<STRING>, counts MAP<STRING, BIGINT>,"
                + " place STRUCT<city: STRING, spot: STRUCT<x: DOUBLE, y: DOUBLE>>,"
                + " visits ARRAY<STRUCT<who: STRING, times: ARRAY<INT>>>,"
                + " deep MAP<STRING, ARRAY<STRUCT<a: INT>>>) USING delta",
            "INSERT INTO $t VALUES (1, array('a', NULL), map('k', 7, 'n', NULL),"
                + " struct('Bern', struct(1.5, -2)), array(struct('w', array(1, NULL)), NULL),"
                + " map('m', array(struct(1), NULL)))",
            "INSERT INTO $t VALUES (2, array(), map(), struct(NULL, NULL), array(), map()),"
                + " (3, NULL, NULL, NULL, NULL, NULL)"),
        spark(
            "partitioned",
            "CREATE TABLE $t (id INT, day DATE, town STRING) USING delta PARTITIONED BY (day, town)",
            "INSERT INTO $t VALUES (1, DATE '2026-01-31', 'a b/c=d%'), (2, NULL, 'ü:?#'),"
                + " (3, DATE '2026-02-01', NULL)",
            "INSERT OVERWRITE $t PARTITION (day = '2026-01-31', town = 'a b/c=d%') VALUES (4)"),
        spark(
            "deletion vectors",
            "CREATE TABLE $t (id BIGINT, twice BIGINT, note STRING) USING delta" + VECTORS,
            NUMBERS,
            "DELETE FROM $t WHERE id % 7 = 0",
            "UPDATE $t SET note = 'changed' WHERE id % 11 = 0",
            "MERGE INTO $t USING (SELECT id FROM range(1990, 2010)) s ON $t.id = s.id"
                + " WHEN MATCHED AND s.id = 1991 THEN DELETE"
                + " WHEN MATCHED THEN UPDATE SET note = 'merged'"
                + " WHEN NOT MATCHED THEN INSERT (id, twice, note) VALUES (s.id, 0, 'new')",
            "DELETE FROM $t WHERE id < 1000",
            "REORG TABLE $t APPLY (PURGE)"),
        spark(
            "copied on write",
            "CREATE TABLE $t (id BIGINT, twice BIGINT, note STRING) USING delta" + NO_VECTORS,
            NUMBERS,
            "DELETE FROM $t WHERE id % 7 = 0",
            "MERGE INTO $t USING (SELECT id FROM range(1990, 2010)) s ON $t.id = s.id"
                + " WHEN MATCHED THEN UPDATE SET note = 'merged'"
                + " WHEN NOT MATCHED THEN INSERT (id, twice, note) VALUES (s.id, 0, 'new')"),
        spark(
            "optimized and restored",
            "CREATE TABLE $t (id BIGINT, twice BIGINT, note STRING) USING delta" + VECTORS,
            NUMBERS,
            NUMBERS,
            "OPTIMIZE $t",
            "OPTIMIZE $t ZORDER BY (id)",
            "DELETE FROM $t WHERE id < 500",
            "RESTORE TABLE $t TO VERSION AS OF 2"),
        spark(
            "change data feed",
            "CREATE TABLE $t (id BIGINT, twice BIGINT, note STRING) USING delta"
                + " TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true')",
            NUMBERS,
            "UPDATE $t SET twice = 0 WHERE id < 10",
            "DELETE FROM $t WHERE id = 5"),
        spark(
            "v2 checkpoints",
            "CREATE TABLE $t (id BIGINT, twice BIGINT, note STRING) USING delta TBLPROPERTIES"
                + " ('delta.checkpointPolicy' = 'v2', 'delta.checkpointInterval' = '2')",
            NUMBERS,
            "DELETE FROM $t WHERE id % 2 = 0",
            "DELETE FROM $t WHERE id % 3 = 0",
            "DELETE FROM $t WHERE id % 5 = 0"),
        spark(
            "clustered",
            "CREATE TABLE $t (id BIGINT, twice BIGINT, note STRING) USING delta CLUSTER BY (id)",
            NUMBERS,
            NUMBERS,
            "OPTIMIZE $t"),
        spark(
            "row tracking, defaults, generated and identity columns",
            "CREATE TABLE $t (id BIGINT GENERATED ALWAYS AS IDENTITY, amount INT DEFAULT 7,"
                + " twice INT GENERATED ALWAYS AS (amount * 2)) USING delta TBLPROPERTIES"
                + " ('delta.enableRowTracking' = 'true',"
                + " 'delta.feature.allowColumnDefaults' = 'supported')",
            "INSERT INTO $t (amount) VALUES (1), (2)",
            "INSERT INTO $t (amount) VALUES (DEFAULT)",
            "UPDATE $t SET amount = 9 WHERE amount = 1",
            "ALTER TABLE $t ADD CONSTRAINT small CHECK (amount < 100)"),
        spark(
            "columns added",
            "CREATE TABLE $t (id INT) USING delta",
            "INSERT INTO $t VALUES (1)",
            "ALTER TABLE $t ADD COLUMNS (note STRING FIRST, place STRUCT<x: INT>)",
            "INSERT INTO $t VALUES ('a', 2, struct(3))",
            "ALTER TABLE $t ADD COLUMNS (place.y STRING)",
            "INSERT INTO $t VALUES ('b', 3, struct(4, 'y'))"),
        spark(
            "column mapping by name",
            "CREATE TABLE $t (id INT, old STRING, gone INT) USING delta"
                + " TBLPROPERTIES ('delta.columnMapping.mode' = 'name')",
            "INSERT INTO $t VALUES (1, 'a', 1)",
            "ALTER TABLE $t RENAME COLUMN old TO fresh",
            "ALTER TABLE $t DROP COLUMN gone",
            "INSERT INTO $t VALUES (2, 'b')"),
        spark(
            "column mapping by id",
            "CREATE TABLE $t (id INT, old STRING) USING delta"
                + " TBLPROPERTIES ('delta.columnMapping.mode' = 'id')",
            "INSERT INTO $t VALUES (1, 'a')"),
        spark(
            "pages of version 2",
            "SET parquet.writer.version = PARQUET_2_0",
            "CREATE TABLE $t (id BIGINT, twice BIGINT, note STRING) USING delta",
            NUMBERS,
            "SET parquet.writer.version = PARQUET_1_0"),
        spark(
            "widened types",
            "CREATE TABLE $t (i INT, s SMALLINT, f FLOAT, p DECIMAL(9, 2)) USING delta"
                + " TBLPROPERTIES ('delta.enableTypeWidening' = 'true')",
            "INSERT INTO $t VALUES (1, 2, 0.5, 1.25)",
            "ALTER TABLE $t CHANGE COLUMN i TYPE BIGINT",
            "ALTER TABLE $t CHANGE COLUMN s TYPE INT",
            "ALTER TABLE $t CHANGE COLUMN f TYPE DOUBLE",
            "ALTER TABLE $t CHANGE COLUMN p TYPE DECIMAL(20, 4)",
            "INSERT INTO $t VALUES (5000000000, 70000, 1e300, 1234567890123.0625)"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void weReadEveryVersion(TableKind kind) throws Exception {
    String table = kind.table();
    kind.writer().write(ENGINES, table);

    TableLint.of(ENGINES.path(table)).assertClean();
    long latest = ENGINES.latestVersion(table);
    assertThat(ENGINES.readLatestByFlink(table))
        .isNotEmpty()
        .isEqualTo(ENGINES.readBySpark(table, latest));
    for (long version : ENGINES.versions(table)) {
      assertThat(ENGINES.readByFlink(table, version))
          .as("version %s", version)
          .isEqualTo(ENGINES.readBySpark(table, version));
    }
  }
}
