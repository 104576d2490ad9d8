package io.alluvium.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.redis.TestTable.Change;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.ExceptionUtils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.KeysScanOptions;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

class RedisSinkITCase {
  private static RedisProcess server;
  private static String uri;
  private static RedissonClient redis;

  @BeforeAll
  static void start() throws Exception {
    server = RedisProcess.start();
    uri = server.uri();
    Config config = new Config();
    config.setCodec(StringCodec.INSTANCE);
    config.useSingleServer().setAddress(uri).setConnectionMinimumIdleSize(1);
    redis = Redisson.create(config);
  }

  @AfterAll
  static void stop() throws Exception {
    redis.shutdown();
    server.close();
  }

  @BeforeEach
  void clear() {
    redis.getKeys().flushall();
  }

  @Test
  void writesEveryTypeAsTextAndLeavesNullsOut() throws Exception {
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment());
    tables.getConfig().set("table.local-time-zone", "UTC");
    tables.executeSql(
        "CREATE TABLE kpi (name STRING, reading_date DATE, big BIGINT, num DOUBLE, price"
            + " DECIMAL(10, 2), flag BOOLEAN, seen TIMESTAMP_LTZ(6), plain TIMESTAMP(3), gone"
            + " STRING, PRIMARY KEY (name, reading_date) NOT ENFORCED) "
            + with("t", "'freshness.key' = 'freshness:t'"));
    tables
        .executeSql(
            "INSERT INTO kpi VALUES ('Büro 1', DATE '2015-03-01', 42, 0.1, 1.50, TRUE,"
                + " TO_TIMESTAMP_LTZ(1425168000123, 3), TIMESTAMP '2015-03-01 12:30:00', CAST(NULL AS STRING))")
        .await();

    assertThat(row("t:Büro 1:2015-03-01"))
        .isEqualTo(
            Map.of(
                "name", "Büro 1",
                "reading_date", "2015-03-01",
                "big", "42",
                "num", "0.1",
                "price", "1.50",
                "flag", "true",
                "seen", "2015-03-01T00:00:00.123Z",
                "plain", "2015-03-01T12:30"));
    Map<String, String> freshness = redis.<String, String>getMap("freshness:t").readAllMap();
    assertThat(freshness).containsEntry("rows", "1");
    assertThat(Instant.parse(freshness.get("written_at")))
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
  }

  @Test
  void writesRowsAsJsonUnderKeysOfATemplateAndAReaderKnowsTheirAge() throws Exception {
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment());
    tables.getConfig().set("table.local-time-zone", "UTC");
    tables.executeSql(
        "CREATE TABLE kpi (name STRING, num DECIMAL(10, 2), tags ARRAY<STRING>, seen"
            + " TIMESTAMP_LTZ(3), PRIMARY KEY (name) NOT ENFORCED) WITH ('connector' = 'redis',"
            + " 'layout' = 'json', 'key.template' = 'j/{name}/now', 'version.column' = 'seen',"
            + " 'freshness.key' = 'freshness:j', 'uri' = '"
            + uri
            + "')");
    tables
        .executeSql(
            "INSERT INTO kpi VALUES ('a:b', 1.50, ARRAY['x', 'y'],"
                + " TO_TIMESTAMP_LTZ(1425168000123, 3)), ('c', CAST(NULL AS DECIMAL(10, 2)),"
                + " CAST(NULL AS ARRAY<STRING>), TO_TIMESTAMP_LTZ(1425168000000, 3))")
        .await();

    try (RedisTableReader reader = reader(Duration.ofMinutes(1));
        RedisTableReader later = reader(Duration.ofMillis(-1))) {
      RedisTableReader.Reading<Optional<String>> reading = reader.json(Map.of("name", "a:b"));
      assertThat(reading.row())
          .hasValue(
              "{\"name\":\"a:b\",\"num\":1.5,\"tags\":[\"x\",\"y\"],"
                  + "\"seen\":\"2015-03-01T00:00:00.123Z\"}");
      assertThat(reading.asOf()).hasValue(Instant.parse("2015-03-01T00:00:00.123Z"));
      assertThat(reading.stale()).isFalse();
      assertThat(reader.json(Map.of("name", "none")).row()).isEmpty();
      assertThat(later.json(Map.of("name", "c")).stale()).isTrue();
    }
  }

  @Test
  void sortsRowsByTimeAndTellsOfChangesInAStream() throws Exception {
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment());
    tables.getConfig().set("table.local-time-zone", "UTC");
    String columns =
        " (region STRING, station STRING, seen TIMESTAMP_LTZ(3), PRIMARY KEY (region, station) NOT"
            + " ENFORCED) WITH ('connector' = 'redis', 'uri' = '"
            + uri
            + "', ";
    tables.executeSql(
        "CREATE TABLE recent"
            + columns
            + "'layout' = 'sorted-set', 'key.template' = 'recent:{region}', 'score.column' ="
            + " 'seen', 'time-to-live' = '1 h')");
    tables.executeSql(
        "CREATE TABLE changes" + columns + "'layout' = 'stream', 'key.prefix' = 'changes')");
    String rows =
        "SELECT 'north', 'b', TO_TIMESTAMP_LTZ(2000, 3) UNION ALL SELECT 'north', 'a',"
            + " TO_TIMESTAMP_LTZ(3000, 3) UNION ALL SELECT 'south', 'c', TO_TIMESTAMP_LTZ(1, 3)";
    tables
        .createStatementSet()
        .addInsertSql("INSERT INTO recent " + rows)
        .addInsertSql("INSERT INTO changes " + rows)
        .execute()
        .await();

    assertThat(server.call("ZREVRANGE recent:north 0 0 WITHSCORES"))
        .isEqualTo(List.of("a", "3000"));
    assertThat(server.call("ZRANGEBYSCORE recent:north 1500 2500")).isEqualTo(List.of("b"));
    assertThat(server.call("HGET {recent:north}:rows b"))
        .isEqualTo("{\"region\":\"north\",\"station\":\"b\",\"seen\":\"1970-01-01T00:00:02Z\"}");
    for (String key : List.of("recent:north", "{recent:north}:rows", "{recent:north}:version")) {
      assertThat((Long) server.call("PTTL " + key)).as(key).isPositive();
    }
    assertThat(server.call("XLEN changes")).isEqualTo(3L);
    assertThat(server.call("XRANGE changes - +").toString())
        .contains(
            "_op, put, _row, south:c, region, south, station, c, seen, 1970-01-01T00:00:00.001Z");
  }

  @Test
  void aSetAndItsRowsEndTogether() throws Exception {
    TestTable table =
        TestTable.of(uri, Layout.SORTED_SET, Map.of("time-to-live", "1 h", "write.guard", "none"));
    try (RedisConnection connection = table.connect()) {
      table.write(connection, Change.put("b", "x", 1L, "one"));
    }
    for (String key : List.of("t:b", "{t:b}:rows")) {
      assertThat(redis.getBucket(key).remainTimeToLive())
          .as(key)
          .isBetween(1L, Duration.ofHours(1).toMillis());
    }
  }

  @Test
  void rowsEndAfterTheirTime() throws Exception {
    for (String layout : List.of("hash", "json")) {
      for (String guard : List.of("newer", "none")) {
        StreamTableEnvironment tables = StreamTableEnvironment.create(environment());
        String prefix = layout + "-" + guard;
        tables.executeSql(
            "CREATE TABLE kpi (name STRING, PRIMARY KEY (name) NOT ENFORCED) "
                + with(
                    prefix,
                    "'time-to-live' = '1 h', 'layout' = '"
                        + layout
                        + "', 'write.guard' = '"
                        + guard
                        + "'"));
        tables.executeSql("INSERT INTO kpi VALUES ('a')").await();
        assertThat(redis.getBucket(prefix + ":a").remainTimeToLive())
            .as(prefix)
            .isBetween(1L, Duration.ofHours(1).toMillis());
      }
    }
  }

  @Test
  void refusesKeysAndVersionsThatDoNotFit() {
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment());
    Map<String, String> mistakes =
        Map.of(
            "'key.template' = 'x:{name}'", "it must name those of the primary key, [name, day]",
            "'key.template' = 'x:{name'", "a brace without its pair",
            "'layout' = 'json'", "needs one of the options 'key.prefix' and 'key.template'",
            "'key.prefix' = 't', 'version.column' = 'name'", "a version is a whole number",
            "'key.prefix' = 't', 'version.column' = 'nam'", "Option 'version.column' names 'nam'",
            "'key.prefix' = 't', 'layout' = 'sorted-set'", "Option 'score.column' is needed",
            "'key.prefix' = 't', 'layout' = 'sorted-set', 'score.column' = 'name'",
                "a score is a number",
            "'layout' = 'stream', 'key.template' = '{name}:{day}'", "leave one or more");
    mistakes.forEach(
        (options, message) -> {
          tables.executeSql(
              "CREATE TEMPORARY TABLE kpi (name STRING, `day` DATE, PRIMARY KEY (name,"
                  + " `day`) NOT ENFORCED) WITH ('connector' = 'redis', 'uri' = 'redis://h', "
                  + options
                  + ")");
          assertThatThrownBy(() -> tables.executeSql("INSERT INTO kpi VALUES ('a', CURRENT_DATE)"))
              .hasStackTraceContaining(message);
          tables.executeSql("DROP TEMPORARY TABLE kpi");
        });
  }

  private static RedisTableReader reader(Duration freshFor) {
    return RedisTableReader.open(uri, KeyTemplate.parse("j/{name}/now"), "freshness:j", freshFor);
  }

  @Test
  void removesFieldsThatBecomeNullAndRowsThatAreDeleted() throws Exception {
    redis.<String, String>getMap("t:a:2015-01-01").putAll(Map.of("num", "1.0", "note", "old"));
    redis.<String, String>getMap("t:b:2015-01-01").putAll(Map.of("num", "1.0"));
    write(
        List.of(
            Row.ofKind(RowKind.UPDATE_AFTER, "a", LocalDate.of(2015, 1, 1), 2.0, null),
            Row.ofKind(RowKind.DELETE, "b", LocalDate.of(2015, 1, 1), 1.0, null)),
        1);
    assertThat(row("t:a:2015-01-01"))
        .isEqualTo(Map.of("name", "a", "reading_date", "2015-01-01", "num", "2.0"));
    assertThat(redis.getKeys().countExists("t:b:2015-01-01")).isZero();
  }

  /** Whose stamp tells of as many fields as before. */
  @Test
  void aFieldThatTakesThePlaceOfAnotherIsAlone() throws Exception {
    LocalDate date = LocalDate.of(2015, 1, 1);
    write(
        List.of(
            Row.ofKind(RowKind.INSERT, "c", date, 2.0, null),
            Row.ofKind(RowKind.UPDATE_AFTER, "c", date, null, "x"),
            Row.ofKind(RowKind.UPDATE_AFTER, "c", date, null, "y")),
        1);
    assertThat(row("t:c:2015-01-01"))
        .isEqualTo(Map.of("name", "c", "reading_date", "2015-01-01", "note", "y"));
  }

  @Test
  void endsEqualToALongChangelogWhateverTheBatches() throws Exception {
    Random random = new Random(7);
    Map<String, Double> expected = new TreeMap<>();
    List<Row> changes = new ArrayList<>();
    LocalDate date = LocalDate.of(2015, 1, 1);
    for (int i = 0; i < 5_000; i++) {
      String name = "n" + random.nextInt(50);
      Double before = expected.get(name);
      double after = i;
      if (before == null) {
        changes.add(Row.ofKind(RowKind.INSERT, name, date, after, null));
        expected.put(name, after);
      } else if (random.nextInt(4) == 0) {
        changes.add(Row.ofKind(RowKind.DELETE, name, date, before, null));
        expected.remove(name);
      } else {
        changes.add(Row.ofKind(RowKind.UPDATE_BEFORE, name, date, before, null));
        changes.add(Row.ofKind(RowKind.UPDATE_AFTER, name, date, after, null));
        expected.put(name, after);
      }
    }
    write(changes, 7);

    Map<String, Double> found = new HashMap<>();
    for (String key : redis.getKeys().getKeys(KeysScanOptions.defaults().pattern("t:*"))) {
      Map<String, String> hash = redis.<String, String>getMap(key).readAllMap();
      found.put(hash.get("name"), Double.valueOf(hash.get("num")));
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void saysInOneLineThatTheServerCannotBeReached() throws Exception {
    int nobody = RedisProcess.freePort();
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment());
    tables.executeSql(
        "CREATE TABLE kpi (name STRING, PRIMARY KEY (name) NOT ENFORCED) WITH ('connector' ="
            + " 'redis', 'key.prefix' = 't', 'sink.max-retries' = '1', 'sink.retry-interval' = '50"
            + " ms', 'timeout' = '500 ms', 'uri' = 'redis://:secret@127.0.0.1:"
            + nobody
            + "')");
    assertThatThrownBy(() -> tables.executeSql("INSERT INTO kpi VALUES ('a')").await())
        .hasStackTraceContaining("127.0.0.1:" + nobody + " cannot be reached")
        .satisfies(thrown -> assertThat(stackOf(thrown)).doesNotContain("secret"));
  }

  @Test
  void waitsForAServerThatComesBack() throws Exception {
    int port = RedisProcess.freePort();
    TestTable table =
        TestTable.of("redis://127.0.0.1:" + port, Layout.HASH, Map.of("sink.max-retries", "3000"));
    RedisProcess first = RedisProcess.start(port);
    try (RedisConnection connection = table.connect()) {
      table.write(connection, Change.put("b", "a", 1L, "1"));
      first.close();
      CompletableFuture<Void> written =
          CompletableFuture.runAsync(
              () -> {
                try {
                  table.write(connection, Change.put("b", "b", 1L, "2"));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThatThrownBy(() -> written.get(500, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      try (RedisProcess second = RedisProcess.start(port)) {
        written.get(60, TimeUnit.SECONDS);
        assertThat(second.call("HGET t:b:b value")).isEqualTo("2");
      }
    }
  }

  /** It restarts first, as it may be that its last checkpoint is still there. */
  @Test
  void aJobWhoseStoreLostAllEndsAndSaysSo() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1_000);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
    StreamTableEnvironment tables =
        StreamTableEnvironment.create(
            StreamExecutionEnvironment.createLocalEnvironment(1, configuration));
    tables.executeSql(
        "CREATE TABLE numbers (num BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' ="
            + " '50', 'fields.num.kind' = 'sequence', 'fields.num.start' = '1',"
            + " 'fields.num.end' = '10000')");
    tables.executeSql(
        "CREATE TABLE kpi (num BIGINT, PRIMARY KEY (num) NOT ENFORCED) "
            + with("t", "'timeout' = '5 s'"));
    TableResult job = tables.executeSql("INSERT INTO kpi SELECT num FROM numbers");
    // One is not told before the one before it is complete.
    Awaitility.await().atMost(RedisProcess.PATIENCE).until(() -> checkpointsTold() > 1);
    redis.getKeys().flushall();
    assertThatThrownBy(() -> job.await(RedisProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .satisfies(
            thrown ->
                assertThat(
                        ExceptionUtils.findThrowableSerializedAware(
                            thrown,
                            StoreLostException.class,
                            RedisSinkITCase.class.getClassLoader()))
                    .isPresent());
  }

  private static int checkpointsTold() {
    return redis.<String, String>getMap("progress:t").readAllMap().entrySet().stream()
        .filter(field -> field.getKey().chars().allMatch(Character::isDigit))
        .mapToInt(field -> Integer.parseInt(field.getValue()))
        .sum();
  }

  @Test
  void refusesATableWithoutPrimaryKeyOrWithATypeThatHasNoText() {
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment());
    tables.executeSql("CREATE TABLE keyless (name STRING) " + with("t", "'timeout' = '1 s'"));
    assertThatThrownBy(() -> tables.executeSql("INSERT INTO keyless VALUES ('a')"))
        .hasStackTraceContaining("needs a primary key")
        .satisfies(thrown -> assertThat(stackOf(thrown)).doesNotContain("secret"));
    tables.executeSql(
        "CREATE TABLE nested (name STRING, tags ARRAY<STRING>, PRIMARY KEY (name) NOT ENFORCED) "
            + with("t", "'timeout' = '1 s'"));
    assertThatThrownBy(() -> tables.executeSql("INSERT INTO nested VALUES ('a', ARRAY['b'])"))
        .hasStackTraceContaining("Column 'tags'");
  }

  @Test
  void mistakesInOptionsDoNotShowThePassword() {
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment());
    tables.executeSql(
        "CREATE TABLE kpi (name STRING, PRIMARY KEY (name) NOT ENFORCED) WITH ('connector' ="
            + " 'redis', 'uri' = 'redis://:secret@127.0.0.1:1', 'key.prefx' = 't')");
    assertThatThrownBy(() -> tables.executeSql("INSERT INTO kpi VALUES ('a')"))
        .hasStackTraceContaining("key.prefix")
        .satisfies(thrown -> assertThat(stackOf(thrown)).doesNotContain("secret"));
  }

  private static void write(List<Row> changes, int maxRows) throws Exception {
    StreamExecutionEnvironment env = environment();
    StreamTableEnvironment tables = StreamTableEnvironment.create(env);
    TypeInformation<Row> type =
        Types.ROW_NAMED(
            new String[] {"name", "reading_date", "num", "note"},
            Types.STRING,
            Types.LOCAL_DATE,
            Types.DOUBLE,
            Types.STRING);
    Schema schema =
        Schema.newBuilder()
            .column("name", DataTypes.STRING().notNull())
            .column("reading_date", DataTypes.DATE().notNull())
            .column("num", DataTypes.DOUBLE())
            .column("note", DataTypes.STRING())
            .primaryKey("name", "reading_date")
            .build();
    tables.createTemporaryView(
        "changes",
        tables.fromChangelogStream(
            env.fromData(type, changes.toArray(Row[]::new)).setParallelism(1),
            schema,
            ChangelogMode.all()));
    tables.executeSql(
        "CREATE TABLE kpi (name STRING, reading_date DATE, num DOUBLE, note STRING, PRIMARY KEY"
            + " (name, reading_date) NOT ENFORCED) "
            + with("t", "'sink.buffer-flush.max-rows' = '" + maxRows + "'"));
    tables.executeSql("INSERT INTO kpi SELECT * FROM changes").await();
  }

  /** Without what the sink adds. */
  private static Map<String, String> row(String key) {
    Map<String, String> hash = redis.<String, String>getMap(key).readAllMap();
    assertThat(hash.remove("_version")).isNotNull();
    return hash;
  }

  private static String with(String prefix, String more) {
    return "WITH ('connector' = 'redis', 'uri' = '"
        + uri
        + "', 'key.prefix' = '"
        + prefix
        + "', "
        + more
        + ")";
  }

  private static StreamExecutionEnvironment environment() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
  }

  private static String stackOf(Throwable thrown) {
    return ExceptionUtils.stringifyException(thrown);
  }
}
