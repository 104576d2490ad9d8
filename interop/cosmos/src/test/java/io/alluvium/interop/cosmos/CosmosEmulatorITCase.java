package io.alluvium.interop.cosmos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.cosmos.CosmosTableReader;
import io.alluvium.connectors.cosmos.store.Authentication;
import io.alluvium.connectors.cosmos.store.ContainerAddress;
import io.alluvium.connectors.cosmos.store.SecretSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sink against an implementation of Cosmos DB that is not ours, over TLS. */
@Timeout(300)
class CosmosEmulatorITCase {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int KEYS = 40;

  @TempDir private static Path folder;

  private static CosmosEmulator emulator;
  private static Path keyFile;

  @BeforeAll
  static void start() throws Exception {
    String home = System.getProperty("cosmos.home", "");
    if (home.isEmpty()) {
      String reason =
          "skipped: no emulator of Cosmos DB; run with"
              + " -Dcosmos.home=\"$(interop/cosmos/install-cosmos)\", which needs node and npm";
      System.err.println("CosmosEmulatorITCase " + reason);
      Assumptions.abort(reason);
    }
    emulator = CosmosEmulator.start(Path.of(home), folder);
    keyFile = Files.writeString(folder.resolve("key"), CosmosEmulator.KEY + "\n");
  }

  @AfterAll
  static void stop() throws Exception {
    if (emulator != null) {
      emulator.close();
    }
  }

  private static StreamTableEnvironment tables(String container, String columns, String more) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.setString("execution.checkpointing.interval", "200 ms");
    StreamTableEnvironment tables =
        StreamTableEnvironment.create(
            StreamExecutionEnvironment.createLocalEnvironment(2, configuration));
    tables.executeSql(
        "CREATE TABLE kpi ("
            + columns
            + ", PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'cosmos', 'endpoint' = '"
            + emulator.endpoint()
            + "', 'key.file' = '"
            + keyFile
            + "', 'database' = 'kpis', 'container' = '"
            + container
            + "', 'container.create' = 'true', 'partition-key.columns' = 'k', 'freshness.id' ="
            + " 'freshness', 'sink.retry-interval' = '50 ms', 'sink.max-retries' = '200', 'timeout' = '5 s'"
            + more
            + ")");
    tables.executeSql(
        "CREATE TEMPORARY TABLE numbers (i BIGINT) WITH ('connector' = 'datagen',"
            + " 'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '799')");
    return tables;
  }

  /** Rows by key; those that are deleted are not there. None before the first checkpoint. */
  private static Map<Integer, Integer> contents(String container, String column) throws Exception {
    Map<Integer, Integer> contents = new TreeMap<>();
    try (CosmosTableReader reader =
        CosmosTableReader.open(
            new ContainerAddress(
                emulator.endpoint(), "kpis", container, false, Duration.ofSeconds(30)),
            new Authentication.Key(new SecretSource("key.file", keyFile.toString(), null)),
            "freshness",
            Duration.ofMinutes(5))) {
      for (int key = 0; key < KEYS; key++) {
        CosmosTableReader.Reading reading = reader.row("k" + key);
        if (reading.stale()) {
          // Not all tasks have told of a checkpoint.
          return Map.of();
        }
        int number = key;
        reading.row().ifPresent(row -> contents.put(number, row.get(column).asInt()));
      }
    }
    return contents;
  }

  private static Map<Integer, Integer> all(int value) {
    Map<Integer, Integer> all = new TreeMap<>();
    for (int key = 0; key < KEYS; key++) {
      all.put(key, value);
    }
    return all;
  }

  /** Made, patched, replaced by tombstones, made again; many columns are not patched. */
  @Test
  void endsEqualToAChangelogWithDeletes() throws Exception {
    Map<Integer, Integer> expected = all(20);
    expected.keySet().removeIf(key -> key > 30);
    for (String container : new String[] {"narrow", "wide"}) {
      StringBuilder columns = new StringBuilder("k STRING, n BIGINT");
      StringBuilder values = new StringBuilder();
      for (int column = 0; container.equals("wide") && column < 10; column++) {
        columns.append(", c").append(column).append(" BIGINT");
        values.append(", COUNT(*)");
      }
      StreamTableEnvironment tables =
          tables(container, columns.toString(), ", 'sink.buffer-flush.max-rows' = '7'");
      tables
          .executeSql(
              "INSERT INTO kpi SELECT k, COUNT(*)"
                  + values
                  + " FROM (SELECT CONCAT('k', CAST(MOD(i, 40) AS STRING)) AS k, MOD(i, 40) AS m"
                  + " FROM numbers) GROUP BY k, m HAVING COUNT(*) < 20 OR m < 31")
          .await();
      assertThat(contents(container, "n")).as(container).isEqualTo(expected);
    }
  }

  /** As a job does that is restored from an older checkpoint, or whose input comes again. */
  @Test
  void whatIsWrittenAgainDoesNotTakeTheStoreBack() throws Exception {
    String columns = "k STRING, v BIGINT";
    String insert =
        "INSERT INTO kpi SELECT CONCAT('k', CAST(MOD(i, 40) AS STRING)), i / 40 FROM numbers";
    tables("versions", columns, ", 'version.column' = 'v'").executeSql(insert).await();
    assertThat(contents("versions", "v")).isEqualTo(all(19));
    tables("versions", columns, ", 'version.column' = 'v'")
        .executeSql(insert + " WHERE i < 400")
        .await();
    assertThat(contents("versions", "v")).isEqualTo(all(19));
  }

  /** All that it had is lost: the job waits, finds out, and a new one writes every row again. */
  @Test
  void anEmulatorThatIsKilledIsWaitedForAndWhatItLostIsNoticed() throws Exception {
    String columns = "k STRING, n BIGINT";
    StreamTableEnvironment tables = tables("killed", columns, "");
    tables.executeSql(
        "CREATE TEMPORARY TABLE endless (i BIGINT) WITH ('connector' = 'datagen',"
            + " 'rows-per-second' = '200', 'fields.i.min' = '0', 'fields.i.max' = '39')");
    String count = "SELECT CONCAT('k', CAST(i AS STRING)), COUNT(*) FROM endless GROUP BY i";
    TableResult job = tables.executeSql("INSERT INTO kpi " + count);
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> contents("killed", "n").size() == KEYS);
    emulator.kill();
    emulator.start();
    // Another job makes the container anew.
    tables("killed", columns, "").executeSql("INSERT INTO kpi VALUES ('k0', 1)").await();
    assertThatThrownBy(() -> job.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .hasStackTraceContaining("has lost what the job had written of 'killed'");
    tables("killed", columns, "")
        .executeSql(
            "INSERT INTO kpi SELECT CONCAT('k', CAST(MOD(i, 40) AS STRING)), COUNT(*) FROM numbers"
                + " GROUP BY MOD(i, 40)")
        .await();
    assertThat(contents("killed", "n")).isEqualTo(all(20));
  }
}
