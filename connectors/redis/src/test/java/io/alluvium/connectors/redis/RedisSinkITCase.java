package io.alluvium.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

class RedisSinkITCase {
  private static RedisProcess server;
  private static String uri;
  private static RedissonClient redis;

  @BeforeAll
  static void start() throws Exception {
    int port = freePort();
    server = RedisProcess.start(port);
    uri = "redis://127.0.0.1:" + port;
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

    assertThat(redis.<String, String>getMap("t:Büro 1:2015-03-01").readAllMap())
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
  void removesFieldsThatBecomeNullAndRowsThatAreDeleted() throws Exception {
    redis.<String, String>getMap("t:a:2015-01-01").putAll(Map.of("num", "1.0", "note", "old"));
    redis.<String, String>getMap("t:b:2015-01-01").putAll(Map.of("num", "1.0"));
    write(
        List.of(
            Row.ofKind(RowKind.UPDATE_AFTER, "a", LocalDate.of(2015, 1, 1), 2.0, null),
            Row.ofKind(RowKind.DELETE, "b", LocalDate.of(2015, 1, 1), 1.0, null)),
        1);
    assertThat(redis.<String, String>getMap("t:a:2015-01-01").readAllMap())
        .isEqualTo(Map.of("name", "a", "reading_date", "2015-01-01", "num", "2.0"));
    assertThat(redis.getKeys().countExists("t:b:2015-01-01")).isZero();
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
    for (String key : redis.getKeys().getKeys()) {
      Map<String, String> hash = redis.<String, String>getMap(key).readAllMap();
      found.put(hash.get("name"), Double.valueOf(hash.get("num")));
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void saysInOneLineThatTheServerCannotBeReached() throws Exception {
    int nobody = freePort();
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment());
    tables.executeSql(
        "CREATE TABLE kpi (name STRING, PRIMARY KEY (name) NOT ENFORCED) WITH ('connector' ="
            + " 'redis', 'key.prefix' = 't', 'sink.max-retries' = '1', 'sink.retry-interval' = '50"
            + " ms', 'timeout' = '500 ms', 'uri' = 'redis://:secret@127.0.0.1:"
            + nobody
            + "')");
    assertThatThrownBy(() -> tables.executeSql("INSERT INTO kpi VALUES ('a')").await())
        .hasStackTraceContaining("Redis at redis://127.0.0.1:" + nobody + " cannot be reached")
        .satisfies(thrown -> assertThat(stackOf(thrown)).doesNotContain("secret"));
  }

  @Test
  void waitsForAServerThatComesBack() throws Exception {
    int port = freePort();
    RedisSinkConfig config =
        new RedisSinkConfig(
            RedisAddress.parse("redis://127.0.0.1:" + port),
            "t",
            null,
            10,
            Duration.ofMillis(100),
            100,
            Duration.ofMillis(100),
            Duration.ofSeconds(1));
    RedisProcess first = RedisProcess.start(port);
    try (RedisConnection connection = new RedisConnection(config)) {
      connection.write(Map.of("a", Optional.of(Map.of("n", "1"))));
      first.close();
      CompletableFuture<Void> written =
          CompletableFuture.runAsync(
              () -> {
                try {
                  connection.write(Map.of("b", Optional.of(Map.of("n", "2"))));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThatThrownBy(() -> written.get(500, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      try (RedisProcess second = RedisProcess.start(port)) {
        written.get(30, TimeUnit.SECONDS);
        assertThat(second).isNotNull();
      }
    }
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
    return org.apache.flink.util.ExceptionUtils.stringifyException(thrown);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
