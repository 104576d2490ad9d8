package io.alluvium.state.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alluvium.local.LocalFlink;
import io.alluvium.state.plan.PlanFile;
import io.alluvium.state.savepoint.OperatorEntry;
import io.alluvium.state.savepoint.OperatorNames;
import io.alluvium.state.savepoint.Savepoint;
import io.alluvium.state.trial.LoadedPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a savepoint in the format that upgrades take, of RocksDB. */
class KeyReaderITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final int KEYS = 7;

  @TempDir private Path home;

  @Test
  void keysAreCountedByGroupAndShown() throws Exception {
    PlanFile plan;
    Savepoint savepoint;
    try (LocalFlink flink =
        LocalFlink.start(home, new LocalFlink.Settings(0, 8, Duration.ofMillis(200)))) {
      StreamExecutionEnvironment environment =
          StreamExecutionEnvironment.getExecutionEnvironment(flink.configuration());
      environment.setParallelism(2);
      StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
      plan = PlanFile.parse(plan(tables), "the plan");
      LoadedPlan.addTo(environment, tables, plan);
      LocalFlink.Job job = flink.submit("keys", environment.getStreamGraph());
      // Seven keys, each of them by the first thousand rows.
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  job.status() == JobStatus.RUNNING
                      && LocalFlink.newestCheckpoint(home.resolve("checkpoints/keys"))
                          .map(newest -> !newest.endsWith("chk-1"))
                          .orElse(false));
      savepoint = Savepoint.read(job.stopWithSavepoint(home.resolve("savepoints")));
    }
    Map<String, StateContents> states = new HashMap<>();
    OperatorNames names = OperatorNames.of(plan);
    for (OperatorEntry operator : savepoint.operators()) {
      new KeyReader(savepoint)
          .read(operator, 3)
          .forEach(state -> states.put(names.of(operator) + " " + state.state(), state));
    }
    StateContents totals = only(states, "accState");
    assertThat(totals.kind()).isEqualTo("VALUE");
    assertThat(totals.keys()).isEqualTo(KEYS);
    assertThat(totals.keysByGroup()).hasSize(128);
    assertThat(totals.groups()).isBetween(2L, (long) KEYS);
    assertThat(totals.skew()).isGreaterThan(1);
    assertThat(totals.samples())
        .hasSize(3)
        .allSatisfy(
            sample -> {
              assertThat(sample.key()).matches("\\(key-\\d\\)");
              assertThat(sample.window()).isEmpty();
              assertThat(sample.value()).matches("\\(\\d+, 2026-11-27\\)");
              assertThat(totals.keysByGroup().get(sample.keyGroup())).isPositive();
            });
    StateContents windows = only(states, "window-aggs");
    assertThat(windows.keys()).isEqualTo(KEYS);
    assertThat(windows.samples()).allSatisfy(sample -> assertThat(sample.window()).isNotEmpty());
    StateContents distinct = only(states, "distinctAcc_0");
    assertThat(distinct.kind()).isEqualTo("MAP");
    assertThat(distinct.samples().get(0).value()).matches("\\{.+: .+}");
  }

  private static StateContents only(Map<String, StateContents> states, String name) {
    List<StateContents> found = new ArrayList<>();
    states.forEach(
        (of, state) -> {
          if (of.endsWith(" " + name)) {
            found.add(state);
          }
        });
    assertThat(found).as(states.keySet().toString()).hasSize(1);
    return found.get(0);
  }

  private static String plan(StreamTableEnvironment tables) {
    tables.executeSql(
        "CREATE TABLE numbers (number BIGINT, passed AS PROCTIME()) WITH ('connector' = 'datagen',"
            + " 'rows-per-second' = '2000', 'fields.number.min' = '0', 'fields.number.max' = '6999')");
    tables.executeSql(
        "CREATE TABLE totals (name STRING, numbers BIGINT, since DATE) WITH ('connector' ="
            + " 'blackhole')");
    tables.executeSql(
        "CREATE TABLE days (name STRING, numbers BIGINT) WITH ('connector' = 'blackhole')");
    tables.executeSql(
        "CREATE TEMPORARY VIEW named AS SELECT CONCAT('key-', CAST(number % "
            + KEYS
            + " AS STRING)) AS name, number, passed FROM numbers");
    StatementSet inserts = tables.createStatementSet();
    inserts.addInsertSql(
        "INSERT INTO totals SELECT name, COUNT(number), MAX(DATE '2026-11-27') FROM named GROUP BY"
            + " name");
    inserts.addInsertSql(
        "INSERT INTO days SELECT name, COUNT(DISTINCT number % 10) FROM TABLE(TUMBLE(TABLE named,"
            + " DESCRIPTOR(passed), INTERVAL '1' DAY)) GROUP BY name, window_start, window_end");
    return inserts.compilePlan().asJsonString();
  }
}
