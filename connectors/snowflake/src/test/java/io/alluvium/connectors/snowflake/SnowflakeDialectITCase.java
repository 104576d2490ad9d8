package io.alluvium.connectors.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snowflake read by Flink's JDBC connector. */
class SnowflakeDialectITCase {
  private static final String COLUMNS =
      "(id BIGINT, name STRING, flag BOOLEAN, small SMALLINT, num INT, price DECIMAL(10, 2), d"
          + " DOUBLE, `day` DATE, seen TIMESTAMP(6), PRIMARY KEY (id) NOT ENFORCED)";

  private static SnowflakeServer server;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    server = SnowflakeServer.start(directory);
    try (Connection connection = server.snowflake().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("USE \"DB\".\"S\"");
      statement.execute(
          "CREATE TABLE KPI (ID DECIMAL(19, 0), NAME VARCHAR, FLAG BOOLEAN, SMALL DECIMAL(5, 0), NUM"
              + " DECIMAL(10, 0), PRICE DECIMAL(10, 2), D DOUBLE, DAY DATE, SEEN TIMESTAMP)");
      statement.execute(
          "INSERT INTO KPI VALUES (1, 'it''s', true, 7, -42, 1.50, 2.5, DATE '2015-03-01', TIMESTAMP"
              + " '2015-03-01 12:30:00.000001'), (2, 'b', NULL, NULL, NULL, NULL, NULL, NULL, NULL),"
              + " (3, 'c', false, 0, 0, 0, 0, DATE '2016-02-29', TIMESTAMP '2016-02-29 00:00:00')");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void readsATableInPartsWithFiltersAndLimits() throws Exception {
    TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inBatchMode());
    tables.getConfig().set("parallelism.default", "1");
    tables.executeSql(
        "CREATE TABLE kpi "
            + COLUMNS
            + with(
                ", 'scan.partition.column' = 'id', 'scan.partition.num' = '2',"
                    + " 'scan.partition.lower-bound' = '1', 'scan.partition.upper-bound' = '3'"));
    assertThat(rows(tables, "SELECT * FROM kpi ORDER BY id"))
        .containsExactly(
            Row.of(
                1L,
                "it's",
                true,
                (short) 7,
                -42,
                new BigDecimal("1.50"),
                2.5,
                LocalDate.of(2015, 3, 1),
                LocalDateTime.of(2015, 3, 1, 12, 30, 0, 1_000)),
            Row.of(2L, "b", null, null, null, null, null, null, null),
            Row.of(
                3L,
                "c",
                false,
                (short) 0,
                0,
                new BigDecimal("0.00"),
                0.0,
                LocalDate.of(2016, 2, 29),
                LocalDateTime.of(2016, 2, 29, 0, 0)));
    assertThat(rows(tables, "SELECT id FROM kpi WHERE name = 'it''s' AND num < 0"))
        .containsExactly(Row.of(1L));
    assertThat(rows(tables, "SELECT name FROM kpi LIMIT 1")).hasSize(1);
  }

  @Test
  void looksUpRowsByTheirKey() throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
    tables.createTemporaryView(
        "asked",
        tables.fromDataStream(
            environment.fromData(3L, 1L, 9L),
            Schema.newBuilder()
                .column("f0", DataTypes.BIGINT())
                .columnByExpression("at_time", "PROCTIME()")
                .build()));
    tables.executeSql("CREATE TABLE kpi " + COLUMNS + with(""));
    assertThat(
            rows(
                tables,
                "SELECT f0, name FROM asked LEFT JOIN kpi FOR SYSTEM_TIME AS OF at_time ON f0 ="
                    + " id"))
        .containsExactlyInAnyOrder(Row.of(3L, "c"), Row.of(1L, "it's"), Row.of(9L, null));
  }

  @Test
  void isNotWritten() {
    TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inBatchMode());
    tables.executeSql("CREATE TABLE kpi " + COLUMNS + with(""));
    assertThatThrownBy(
            () -> tables.executeSql("INSERT INTO kpi SELECT * FROM kpi WHERE id = 1").await())
        .satisfies(
            failure ->
                assertThat(ExceptionUtils.stringifyException(failure))
                    .contains("Use 'connector' = 'snowflake'."));
  }

  private static List<Row> rows(TableEnvironment tables, String sql) throws Exception {
    List<Row> rows = new ArrayList<>();
    try (CloseableIterator<Row> found = tables.executeSql(sql).collect()) {
      found.forEachRemaining(rows::add);
    }
    return rows;
  }

  private static String with(String more) {
    URI address = URI.create(server.snowflake().url());
    return " WITH ('connector' = 'jdbc', 'table-name' = 's.kpi', 'url' = 'jdbc:snowflake://"
        + address.getHost()
        + ":"
        + address.getPort()
        + "/?ssl=off&user=loader&authenticator=snowflake_jwt&private_key_file="
        + server.keyFile()
        + "&db=DB&schema=S&warehouse=WH'"
        + more
        + ")";
  }
}
