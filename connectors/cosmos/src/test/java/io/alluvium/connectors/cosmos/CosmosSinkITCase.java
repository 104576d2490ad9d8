package io.alluvium.connectors.cosmos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.connectors.cosmos.store.Authentication;
import io.alluvium.connectors.cosmos.store.ContainerAddress;
import io.alluvium.connectors.cosmos.store.SecretSource;
import io.alluvium.local.cosmos.CosmosFaults;
import io.alluvium.local.cosmos.LocalContainer;
import io.alluvium.local.cosmos.LocalCosmos;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table sink with Microsoft's client and a double of the store. */
class CosmosSinkITCase {
  private static final String DATABASE = "kpis";

  @TempDir private static Path folder;

  private static LocalCosmos server;
  private static Path keyFile;

  @BeforeAll
  static void start() throws Exception {
    server = LocalCosmos.start(folder.resolve("cosmos"), 0);
    keyFile = Files.writeString(folder.resolve("key"), server.key() + "\n");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void create() {
    server.create(DATABASE, "t", List.of("/name"), OptionalInt.of(-1));
    server.create(DATABASE, "dead", List.of("/table"), OptionalInt.empty());
  }

  @AfterEach
  void drop() {
    server.setFaults(CosmosFaults.NONE);
    for (String container : List.of("t", "dead", "made")) {
      server.drop(DATABASE, container);
    }
  }

  private static String with(String... options) {
    StringBuilder with =
        new StringBuilder(
            "WITH ('connector' = 'cosmos', 'endpoint' = '"
                + server.endpoint()
                + "', 'database' = 'kpis', 'key.file' = '"
                + keyFile
                + "', 'sink.retry-interval' = '10 ms', 'sink.max-retries' = '3'");
    for (int i = 0; i < options.length; i += 2) {
      with.append(", '").append(options[i]).append("' = '").append(options[i + 1]).append("'");
    }
    return with + ")";
  }

  private static StreamTableEnvironment tables() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamTableEnvironment tables =
        StreamTableEnvironment.create(
            StreamExecutionEnvironment.createLocalEnvironment(2, configuration));
    tables.getConfig().set("table.local-time-zone", "UTC");
    return tables;
  }

  private static List<ObjectNode> rows(LocalContainer container) {
    return container.items().stream().filter(item -> !item.has(ItemProperties.KIND)).toList();
  }

  @Test
  void writesEveryTypeAsJsonAndAReaderKnowsTheAgeOfRows() throws Exception {
    StreamTableEnvironment tables = tables();
    tables.executeSql(
        "CREATE TABLE kpi (name STRING, reading_date DATE, big BIGINT, num DOUBLE, price DECIMAL(38,"
            + " 2), flag BOOLEAN, seen TIMESTAMP_LTZ(6), plain TIMESTAMP(3), gone STRING, tags"
            + " ARRAY<STRING>, place ROW<city STRING, storey INT>, counts MAP<STRING, INT>, content"
            + " BYTES, PRIMARY KEY (name, reading_date) NOT ENFORCED) "
            + with("container", "t", "freshness.id", "fresh", "version.column", "seen"));
    tables
        .executeSql(
            "INSERT INTO kpi VALUES ('Büro 1/2', DATE '2015-03-01', 42, 0.1, 1.50, TRUE,"
                + " TO_TIMESTAMP_LTZ(1425168000123, 3), TIMESTAMP '2015-03-01 12:30:00', CAST(NULL"
                + " AS STRING), ARRAY['x', 'y'], ROW('Utrecht', 3), MAP['a', 1], x'0a0b')")
        .await();

    try (CosmosTableReader reader = reader(Clock.systemUTC());
        CosmosTableReader later = reader(Clock.offset(Clock.systemUTC(), Duration.ofHours(2)))) {
      String id = CosmosTableReader.id("Büro 1/2", "2015-03-01");
      CosmosTableReader.Reading reading = reader.row(id, "Büro 1/2");
      assertThat(reading.row())
          .hasValue(
              (ObjectNode)
                  new ObjectMapper()
                      .readTree(
                          "{\"name\":\"Büro 1/2\",\"reading_date\":\"2015-03-01\",\"big\":42,"
                              + "\"num\":0.1,\"price\":1.5,\"flag\":true,"
                              + "\"seen\":\"2015-03-01T00:00:00.123Z\","
                              + "\"plain\":\"2015-03-01T12:30\",\"gone\":null,"
                              + "\"tags\":[\"x\",\"y\"],"
                              + "\"place\":{\"city\":\"Utrecht\",\"storey\":3},"
                              + "\"counts\":{\"a\":1},\"content\":\"Cgs=\","
                              + "\"id\":\"Büro 1~2F2:2015-03-01\"}"));
      assertThat(reading.asOf()).hasValue(Instant.parse("2015-03-01T00:00:00.123Z"));
      assertThat(reading.stale()).isFalse();
      assertThat(later.row(id, "Büro 1/2").stale()).isTrue();
      assertThat(reader.row("none", "none").row()).isEmpty();
    }
  }

  private static CosmosTableReader reader(Clock clock) throws Exception {
    return CosmosTableReader.open(
        new ContainerAddress(server.endpoint(), DATABASE, "t", false, Duration.ofSeconds(30)),
        new Authentication.Key(new SecretSource("key.file", keyFile.toString(), null)),
        "fresh",
        Duration.ofHours(1),
        clock);
  }

  @Test
  void endsEqualToAChangelogWithDeletesOnAContainerThatItMakes() throws Exception {
    StreamTableEnvironment tables = tables();
    tables.executeSql(
        "CREATE TABLE kpi (parity BIGINT, n BIGINT, PRIMARY KEY (parity) NOT ENFORCED) "
            + with(
                "container", "made",
                "container.create", "true",
                "request-units-per-second", "100000",
                "sink.buffer-flush.max-rows", "20"));
    // Counts of 40 keys; those above 30 are taken away again, for a count is filtered out.
    tables.executeSql(
        "CREATE TEMPORARY TABLE numbers (i BIGINT) WITH ('connector' = 'datagen',"
            + " 'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '399')");
    AtomicInteger requests = new AtomicInteger();
    server.setFaults(
        new CosmosFaults() {
          @Override
          public Fault request(String method, String path) {
            return path.endsWith("/docs") && requests.incrementAndGet() % 7 == 0
                ? Fault.throttled(2)
                : Fault.NONE;
          }
        });
    tables
        .executeSql(
            "INSERT INTO kpi SELECT parity, COUNT(*) AS n FROM (SELECT MOD(i, 40) AS parity FROM"
                + " numbers) GROUP BY parity HAVING COUNT(*) < 10 OR parity < 31")
        .await();
    LocalContainer container = server.container(DATABASE, "made");
    assertThat(rows(container)).hasSize(31);
    assertThat(rows(container)).allSatisfy(row -> assertThat(row.get("n").asInt()).isEqualTo(10));
    assertThat(
            container.items().stream()
                .filter(item -> item.path("sink_kind").asText().equals("tombstone")))
        .hasSize(9)
        .allSatisfy(item -> assertThat(item.get("ttl").asInt()).isEqualTo(7 * 24 * 3600))
        .allSatisfy(item -> assertThat(item.has("n")).isFalse());
    assertThat(requests).hasValueGreaterThan(7);
  }

  @Test
  void rowsThatDoNotFitFailTheJobOrArePutAside() throws Exception {
    Map<String, String> bad =
        Map.of(
            "('a/b', 1, 1.0, 'x')", "has one of the characters / \\ ? #",
            "('big', 9007199254740994, 1.0, 'x')", "is none of Cosmos DB, which has doubles",
            "('nan', 1, CAST('NaN' AS DOUBLE), 'x')", "is no number of JSON",
            "('large', 1, 1.0, REPEAT('x', 5000))", "more than option 'max-item-size' allows, 4096",
            "('refused', 1, 1.0, 'x')", "Cosmos DB says status 400");
    server.setFaults(refusing("refused"));
    String columns =
        "(id STRING, big BIGINT, num DOUBLE, note STRING, name STRING, PRIMARY KEY (id, name) NOT"
            + " ENFORCED) ";
    for (Map.Entry<String, String> row : bad.entrySet().stream().limit(2).toList()) {
      StreamTableEnvironment strict = tables();
      strict.executeSql(
          "CREATE TABLE kpi " + columns + with("container", "t", "max-item-size", "4 kb"));
      assertThatThrownBy(
              () ->
                  strict
                      .executeSql(
                          "INSERT INTO kpi SELECT *, 'n' FROM (VALUES " + row.getKey() + ")")
                      .await())
          .hasStackTraceContaining(row.getValue())
          .hasStackTraceContaining("option 'dead-letter.container'");
    }
    StreamTableEnvironment lenient = tables();
    lenient.executeSql(
        "CREATE TABLE kpi "
            + columns
            + with("container", "t", "max-item-size", "4 kb", "dead-letter.container", "dead"));
    String all = String.join(", ", bad.keySet()) + ", ('good', 1, 1.0, 'x')";
    for (int twice = 0; twice < 2; twice++) {
      lenient.executeSql("INSERT INTO kpi SELECT *, 'n' FROM (VALUES " + all + ")").await();
    }
    assertThat(rows(server.container(DATABASE, "t")))
        .extracting(row -> row.get("id").asText())
        .containsExactly("good");
    List<ObjectNode> dead = server.container(DATABASE, "dead").items();
    assertThat(dead).hasSize(bad.size());
    assertThat(dead.stream().map(item -> item.get("reason").asText()))
        .allMatch(reason -> bad.values().stream().anyMatch(reason::contains));
  }

  private static CosmosFaults refusing(String id) {
    return new CosmosFaults() {
      @Override
      public Fault operation(String type, String item) {
        return item.equals(id) ? Fault.status(400, 0) : Fault.NONE;
      }

      @Override
      public Fault item(String type, String item) {
        return operation(type, item);
      }
    };
  }

  @Test
  void aJobWhoseContainerIsMissingSaysSoInOneLineWithoutTheKey() {
    StreamTableEnvironment tables = tables();
    tables.executeSql(
        "CREATE TABLE kpi (name STRING, n INT, PRIMARY KEY (name) NOT ENFORCED) "
            + with("container", "none"));
    assertThatThrownBy(() -> tables.executeSql("INSERT INTO kpi VALUES ('a', 1)").await())
        .satisfies(
            thrown ->
                assertThat(ExceptionUtils.stringifyException(thrown))
                    .contains("kpis/none at " + server.endpoint(), "status 404")
                    .contains("Make the container")
                    .doesNotContain(server.key()));
  }

  @Test
  void optionsAndColumnsThatDoNotFitAreRefused() {
    Map<String, String> mistakes =
        Map.of(
            "'endpoint' = 'http://h'", "'http://h' is none of https://",
            "'endpoint' = 'https://h'", "needs option 'key.file' or 'key.environment'",
            "'endpoint' = 'https://h', 'key.file' = 'k', 'partition-key.columns' = 'n'",
                "it must name some of the primary key, [name]",
            "'endpoint' = 'https://h', 'key.file' = 'k', 'version.column' = 'name'",
                "a version is a whole number",
            "'endpoint' = 'https://h', 'key.file' = 'k', 'max-item-size' = '3 mb'",
                "must be at most 2 mb");
    StreamTableEnvironment tables = tables();
    mistakes.forEach(
        (options, message) -> {
          tables.executeSql(
              "CREATE TEMPORARY TABLE kpi (name STRING, n INT, PRIMARY KEY (name) NOT ENFORCED)"
                  + " WITH ('connector' = 'cosmos', 'database' = 'd', 'container' = 'c', "
                  + options
                  + ")");
          assertThatThrownBy(() -> tables.executeSql("INSERT INTO kpi VALUES ('a', 1)"))
              .hasStackTraceContaining(message);
          tables.executeSql("DROP TEMPORARY TABLE kpi");
        });
    tables.executeSql(
        "CREATE TEMPORARY TABLE kpi (name STRING, ttl INT, PRIMARY KEY (name) NOT ENFORCED) "
            + with("container", "t"));
    assertThatThrownBy(() -> tables.executeSql("INSERT INTO kpi VALUES ('a', 1)"))
        .hasStackTraceContaining("has the columns [ttl]");
  }
}
