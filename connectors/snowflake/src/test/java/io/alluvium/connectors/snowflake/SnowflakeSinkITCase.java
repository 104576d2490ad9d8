package io.alluvium.connectors.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.local.snowflake.StatementMoment;
import io.alluvium.local.snowflake.StatementTap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole jobs. */
class SnowflakeSinkITCase {
  private static final int KEYS = 20;
  private static final int CHANGES = 4_000;

  private static SnowflakeServer server;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    server = SnowflakeServer.start(directory);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void writesEveryTypeAndNulls() throws Exception {
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment(0));
    tables.getConfig().set("table.local-time-zone", "UTC");
    tables.executeSql(
        "CREATE TABLE types (id BIGINT, name STRING, short VARCHAR(3), flag BOOLEAN, tiny TINYINT,"
            + " small SMALLINT, num INT, price DECIMAL(10, 2), f FLOAT, d DOUBLE, `day` DATE, tm"
            + " TIME(3), plain TIMESTAMP(6), seen TIMESTAMP_LTZ(3), zoned TIMESTAMP_LTZ(3),"
            + " raw_bytes VARBINARY, tags ARRAY<STRING>, attrs MAP<STRING, INT>, nested ROW<a INT,"
            + " b STRING>, payload STRING, PRIMARY KEY (id) NOT ENFORCED) "
            + server.with(
                "types",
                "'schema.changes' = 'create'",
                "'column.types.payload' = 'VARIANT'",
                "'column.types.zoned' = 'TIMESTAMP_TZ(3)'"));
    tables
        .executeSql(
            "INSERT INTO types VALUES (-9223372036854775808, 'Büro \"1\", a', '', TRUE, CAST(-128 AS"
                + " TINYINT), CAST(7 AS SMALLINT), 42, 1.50, CAST(0.1 AS FLOAT), -1.5E300, DATE"
                + " '2015-03-01', TIME '12:30:00', TIMESTAMP '2015-03-01 12:30:00.000001',"
                + " TO_TIMESTAMP_LTZ(1425168000123, 3), TO_TIMESTAMP_LTZ(1425168000123, 3),"
                + " x'00ff22', ARRAY['x', '\"y\"'], MAP['k', 1], ROW(1, 'z'), '{\"deep\": [1, 2]}'),"
                + " (1, '\\N', CAST(NULL AS STRING), CAST(NULL AS BOOLEAN), CAST(NULL AS TINYINT),"
                + " CAST(NULL AS SMALLINT), CAST(NULL AS INT), CAST(NULL AS DECIMAL(10, 2)),"
                + " CAST(NULL AS FLOAT), CAST(NULL AS DOUBLE), CAST(NULL AS DATE), CAST(NULL AS"
                + " TIME), CAST(NULL AS TIMESTAMP), CAST(NULL AS TIMESTAMP_LTZ(3)), CAST(NULL AS"
                + " TIMESTAMP_LTZ(3)), CAST(NULL AS VARBINARY), CAST(NULL AS ARRAY<STRING>),"
                + " CAST(NULL AS MAP<STRING, INT>), CAST(NULL AS ROW<a INT, b STRING>), 'null')")
        .await();

    List<String> nulls = new ArrayList<>(List.of("1", "\\N"));
    nulls.addAll(Arrays.asList(new String[17]));
    nulls.add("null");
    assertThat(server.query("FROM types ORDER BY id"))
        .containsExactly(
            List.of(
                "-9223372036854775808",
                "Büro \"1\", a",
                "",
                "true",
                "-128",
                "7",
                "42",
                "1.50",
                "0.1",
                "-1.5E300",
                "2015-03-01",
                "12:30",
                "2015-03-01 12:30:00.000001",
                "2015-03-01T00:00:00.123Z",
                "2015-03-01T00:00:00.123Z",
                "\\x00\\xFF\\x22",
                "[\"x\",\"\\\"y\\\"\"]",
                "{\"k\":1}",
                "{\"a\":1,\"b\":\"z\"}",
                "{\"deep\":[1,2]}"),
            nulls);
    assertThat(
            server.query(
                "SELECT column_name, comment FROM duckdb_columns() WHERE table_name ="
                    + " 'TYPES__ROWS' AND column_name IN ('ZONED', 'PAYLOAD', 'TAGS', 'PRICE',"
                    + " 'SEEN')"))
        .containsExactlyInAnyOrder(
            List.of("PRICE", "NUMBER(10,2)"),
            List.of("SEEN", "TIMESTAMP_LTZ(3)"),
            List.of("ZONED", "TIMESTAMP_TZ(3)"),
            List.of("TAGS", "ARRAY"),
            List.of("PAYLOAD", "VARIANT"));
  }

  /** The server cuts some connections, and the job itself fails as it goes on. */
  @Test
  void aJobThatFailsAgainAndAgainEndsEqualToItsInput() throws Exception {
    AtomicInteger flushes = new AtomicInteger();
    StatementTap tap =
        (moment, sql) ->
            moment != StatementMoment.AFTER
                || !sql.startsWith("COMMIT")
                || flushes.incrementAndGet() % 3 != 0;
    server.snowflake().tap(tap);
    try {
      run(environment(100));
    } finally {
      server.snowflake().untap(tap);
    }
    TreeMap<String, String> expected = new TreeMap<>();
    for (long number = 0; number < CHANGES; number++) {
      if (isDeletion(number)) {
        expected.remove(Long.toString(number % KEYS));
      } else {
        expected.put(Long.toString(number % KEYS), "v" + number);
      }
    }
    assertThat(server.map("SELECT id, val FROM counted")).isEqualTo(expected);
    List<String> ledger =
        server
            .query(
                "SELECT count(*), count(DISTINCT batch), count(DISTINCT epoch) FROM"
                    + " alluvium_ledger WHERE table_name = 'COUNTED'")
            .get(0);
    assertThat(ledger).containsOnly(ledger.get(0));
    assertThat(Integer.parseInt(ledger.get(0))).isGreaterThan(1);
  }

  private static void run(StreamExecutionEnvironment env) throws Exception {
    StreamTableEnvironment tables = StreamTableEnvironment.create(env);
    TypeInformation<Row> type =
        Types.ROW_NAMED(new String[] {"id", "val"}, Types.LONG, Types.STRING);
    tables.createTemporaryView(
        "changes",
        tables.fromChangelogStream(
            env.fromSequence(0, CHANGES - 1)
                .setParallelism(1)
                .map(new FailsTwice())
                .setParallelism(1)
                .returns(type),
            Schema.newBuilder()
                .column("id", DataTypes.BIGINT().notNull())
                .column("val", DataTypes.STRING())
                .primaryKey("id")
                .build(),
            ChangelogMode.upsert()));
    tables.executeSql(
        "CREATE TABLE counted (id BIGINT, val STRING, PRIMARY KEY (id) NOT ENFORCED) "
            + server.with("counted", "'schema.changes' = 'create'", "'sink.staleness' = '0 s'"));
    tables.executeSql("INSERT INTO counted SELECT * FROM changes").await();
  }

  private static boolean isDeletion(long number) {
    return number % 7 == 3;
  }

  /** Slow enough for checkpoints; fails at the first two attempts, each time further on. */
  private static final class FailsTwice extends RichMapFunction<Long, Row> {
    private static final long serialVersionUID = 1L;

    @Override
    public Row map(Long number) throws InterruptedException {
      int attempt = getRuntimeContext().getTaskInfo().getAttemptNumber();
      if (attempt < 2 && number == (attempt + 1) * CHANGES / 3) {
        throw new IllegalStateException("fails as it should");
      }
      TimeUnit.MICROSECONDS.sleep(300);
      Row row = Row.withPositions(isDeletion(number) ? RowKind.DELETE : RowKind.UPDATE_AFTER, 2);
      row.setField(0, number % KEYS);
      row.setField(1, "v" + number);
      return row;
    }
  }

  private static StreamExecutionEnvironment environment(long checkpointMillis) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    if (checkpointMillis == 0) {
      configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    } else {
      configuration.set(
          CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(checkpointMillis));
      configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
      configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 5);
      configuration.set(
          RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
    }
    return StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
  }
}
