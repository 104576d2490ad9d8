package io.alluvium.models.quality.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.models.LakeRows;
import io.alluvium.models.ModelsJob;
import io.alluvium.models.ModelsOptions;
import io.alluvium.models.ProjectFolder;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.quality.job.RuleViolationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows are in the table or in quarantine, as the rules say, through changes and failures. */
class QuarantineITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  @TempDir private Path folder;

  private final long seed = Long.getLong("alluvium.seed", 7);
  private final Random random = new Random(seed);
  private final List<Event> events = new ArrayList<>();
  private ProjectFolder project;
  private TableEnvironment tables;

  private record Event(long id, String k, Double v) {}

  @BeforeEach
  void sources() throws Exception {
    tables = TableEnvironment.create(EnvironmentSettings.inBatchMode());
    tables.executeSql("CREATE CATALOG lake WITH ('type' = 'delta', 'path' = '" + lake() + "')");
    tables.useCatalog("lake");
    tables.getConfig().set("parallelism.default", "1");
    tables.executeSql("CREATE DATABASE `raw`");
    tables.executeSql("CREATE TABLE `raw`.events (id BIGINT, k STRING, v DOUBLE)");
    project = new ProjectFolder(folder.resolve("project"));
    project
        .file("models/raw.yml", "sources: [{name: raw, tables: [{name: events}]}]")
        .file(
            "models/readings.sql",
            "{{ config(materialized='incremental', schema='silver') }}",
            "SELECT id, k, v FROM {{ source('raw', 'events') }}")
        .file(
            "models/latest.sql",
            "{{ config(materialized='incremental', unique_key='k', schema='silver') }}",
            "SELECT k, v FROM {{ source('raw', 'events') }}")
        .file(
            "models/totals.sql",
            "{{ config(materialized='table', unique_key='k', schema='gold') }}",
            "SELECT k, SUM(v) AS total FROM {{ source('raw', 'events') }} GROUP BY k");
  }

  private void rules(double most, double leastTotal, double mostTotal) throws Exception {
    project.file(
        "models/models.yml",
        "models:",
        "  - name: readings",
        "    columns:",
        "      - name: v",
        "        data_tests:",
        "          - dbt_utils.accepted_range: {name: fits, max_value: "
            + most
            + ", config: {severity: quarantine}}",
        "          - not_null: {name: measured, config: {meta: {severity: quarantine}}}",
        "          - dbt_utils.accepted_range: {name: low, max_value: 10, severity: warn}",
        "  - name: latest",
        "    columns:",
        "      - name: v",
        "        data_tests:",
        "          - not_null: {severity: quarantine}",
        "  - name: totals",
        "    columns:",
        "      - name: total",
        "        data_tests:",
        "          - dbt_utils.accepted_range: {name: total_fits, min_value: "
            + leastTotal
            + ", max_value: "
            + mostTotal
            + ", severity: quarantine}");
  }

  @Test
  void everyRowIsWhereTheRulesWantIt() throws Exception {
    rules(60, 0, 150);
    project.file(
        "models/kept.sql",
        "{{ config(materialized='table', unique_key='the_key', schema='gold') }}",
        "SELECT 1 AS the_key, COUNT(*) AS n, SUM(total) AS total FROM {{ ref('totals') }}");
    append(12);
    JobClient job = start(null);
    await(job, () -> assertEverywhere(60, 0, 150, 60));
    append(12);
    await(job, () -> assertEverywhere(60, 0, 150, 60));
    await(job, this::assertReadersSeeWhatIsKept);
    String savepoint = stop(job);
    append(12);
    job = start(savepoint);
    append(6);
    await(job, () -> assertEverywhere(60, 0, 150, 60));
    await(job, this::assertReadersSeeWhatIsKept);
    savepoint = stop(job);

    // Other rules: each row goes to where it belongs now.
    project.file("models/kept.sql", "SELECT 1 AS the_key");
    rules(80, 50, 300);
    assertReplayOfAddedRows();
    assertReplayOfKeyedRows();
    assertEverywhere(80, 50, 300, 60);

    // The job goes on, and takes back what it wrote from where it is.
    job = start(savepoint);
    append(30);
    await(job, () -> assertEverywhere(80, 50, 300, 80));
    stop(job);
  }

  private void assertReplayOfAddedRows() throws Exception {
    long mended =
        events.stream()
            .filter(event -> event.v() != null && event.v() > 60 && event.v() <= 80)
            .count();
    assertThat(mended).as("seed %s", seed).isPositive();
    QuarantineList list = new QuarantineList(lake(), new Configuration());
    assertThat(list.summaries("readings"))
        .as("before anything was replayed")
        .isNotEmpty()
        .noneMatch(QuarantineList.Summary::replayed);
    // A run that ended when it was logged and before it wrote.
    QuarantineLake lake = new QuarantineLake(lake(), new Configuration());
    lake.read("q", "quarantine", "readings", lake.table("quarantine", "readings").snapshot());
    new ReplayLog(lake, "readings")
        .begin(
            "SELECT `_id` FROM q WHERE CAST(JSON_VALUE(`_row`, '$.v') AS DOUBLE) <= 80 LIMIT 1", 0);
    ReplayResult first = replay("readings");
    assertThat(first.replayed()).isEqualTo(mended);
    assertThat(first.left()).isEqualTo(first.quarantined() - mended);
    assertThat(replay("readings").replayed()).isZero();
    assertThat(list.summaries("readings").stream().filter(QuarantineList.Summary::replayed))
        .singleElement()
        .satisfies(summary -> assertThat(summary.rows()).isEqualTo(mended))
        .satisfies(summary -> assertThat(summary.rules()).isEqualTo("fits"));
  }

  private void assertReplayOfKeyedRows() throws Exception {
    Map<String, Double> totals = totals();
    long mended = totals.values().stream().filter(total -> total > 150 && total <= 300).count();
    long taken = totals.values().stream().filter(total -> total < 50).count();
    ReplayResult moved = replay("totals");
    assertThat(moved.replayed()).as("seed %s: %s", seed, totals).isEqualTo(mended).isPositive();
    assertThat(moved.taken()).as("seed %s: %s", seed, totals).isEqualTo(taken).isPositive();
    assertThat(moved.outdated()).isZero();
    ReplayResult again = replay("totals");
    assertThat(again.replayed() + again.taken() + again.outdated()).isZero();
  }

  private ReplayResult replay(String model) throws Exception {
    return new QuarantineReplay(ModelGraph.of(project.read()), lake(), new Configuration())
        .run(model);
  }

  @Test
  void aRowThatBreaksARuleOfSeverityErrorIsNeverCommitted() throws Exception {
    project
        .file("models/latest.sql", "SELECT 1 AS the_key")
        .file("models/totals.sql", "SELECT 1 AS the_key")
        .file(
            "models/models.yml",
            "models:",
            "  - name: readings",
            "    columns:",
            "      - name: v",
            "        data_tests: [{not_null: {name: measured, severity: error}}]");
    events.add(new Event(0, "a", 1.0));
    write(events);
    JobClient job = start(null);
    await(job, () -> assertThat(rows("silver/readings", 1)).hasSize(1));
    write(List.of(new Event(1, "a", 2.0), new Event(2, "b", null)));
    assertThatThrownBy(() -> job.getJobExecutionResult().get(60, TimeUnit.SECONDS))
        .satisfies(
            error ->
                assertThat(ExceptionUtils.findThrowable(error, RuleViolationException.class))
                    .get()
                    .extracting(Throwable::getMessage)
                    .isEqualTo(
                        "model readings: the row with {\"id\":2,\"k\":\"b\",\"v\":null} breaks"
                            + " measured, whose severity is error: v = null must not be null"));
    assertThat(rows("silver/readings", 1)).containsOnlyKeys("0");
  }

  /** Values that are null, low, high and very high; sums that come and go. */
  private void append(int count) throws Exception {
    List<Event> more = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Double value = random.nextInt(8) == 0 ? null : (double) random.nextInt(100);
      if (value != null && random.nextInt(3) == 0) {
        value = -value;
      }
      more.add(new Event(events.size() + more.size(), "k" + random.nextInt(7), value));
    }
    events.addAll(more);
    write(more);
  }

  private void write(List<Event> some) throws Exception {
    tables
        .executeSql(
            "INSERT INTO `raw`.events VALUES "
                + some.stream()
                    .map(
                        event ->
                            "("
                                + event.id()
                                + ", '"
                                + event.k()
                                + "', CAST("
                                + (event.v() == null ? "NULL" : event.v().toString())
                                + " AS DOUBLE))")
                    .collect(Collectors.joining(", ")))
        .await();
  }

  private Map<String, Double> totals() {
    Map<String, Double> totals = new TreeMap<>();
    events.stream()
        .filter(event -> event.v() != null)
        .forEach(event -> totals.merge(event.k(), event.v(), Double::sum));
    return totals;
  }

  /**
   * @param mostWhenItCame of readings, which stay in quarantine when they are replayed
   */
  private void assertEverywhere(
      double most, double leastTotal, double mostTotal, double mostWhenItCame) throws Exception {
    Set<String> good = new TreeSet<>();
    Set<String> never = new TreeSet<>();
    Map<String, Double> last = new TreeMap<>();
    for (Event event : events) {
      boolean fits = event.v() != null && event.v() <= most;
      (fits ? good : never).add(Long.toString(event.id()));
      last.put(event.k(), event.v());
    }
    assertThat(rows("silver/readings", 1).keySet()).isEqualTo(good);
    Set<String> quarantined = new TreeSet<>();
    for (List<Object> row : rows("quarantine/readings", 1).values()) {
      quarantined.add(new ObjectMapper().readTree((String) row.get(3)).get("id").asText());
    }
    assertThat(quarantined).containsAll(never);
    if (most == mostWhenItCame) {
      assertThat(quarantined).hasSizeGreaterThanOrEqualTo(never.size());
    }
    assertParted("silver/latest", "quarantine/latest", last, value -> true);
    Map<String, Double> totals = new TreeMap<>(totals());
    last.keySet().forEach(key -> totals.putIfAbsent(key, null));
    assertParted(
        "gold/totals",
        "quarantine/totals",
        totals,
        value -> value >= leastTotal && value <= mostTotal);
  }

  private void assertParted(
      String table, String quarantine, Map<String, Double> all, DoublePredicate keeps)
      throws Exception {
    Map<String, Double> good = new TreeMap<>();
    Set<String> bad = new TreeSet<>();
    boolean nullsAreBad = table.endsWith("latest");
    all.forEach(
        (key, value) -> {
          if (value == null ? !nullsAreBad : keeps.test(value)) {
            good.put(key, value);
          } else {
            bad.add(key);
          }
        });
    Map<String, Double> found = new TreeMap<>();
    rows(table, 1).forEach((key, row) -> found.put(key, (Double) row.get(0)));
    assertThat(found).as("seed %s: %s", seed, table).isEqualTo(good);
    assertThat(rows(quarantine, 1).keySet()).as("seed %s: %s", seed, quarantine).isEqualTo(bad);
  }

  private void assertReadersSeeWhatIsKept() throws Exception {
    Map<String, List<Object>> totals = rows("gold/totals", 1);
    double sum =
        totals.values().stream()
            .mapToDouble(row -> row.get(0) == null ? 0 : (Double) row.get(0))
            .sum();
    List<Object> kept = rows("gold/kept", 1).get("1");
    assertThat(kept).isNotNull();
    assertThat(kept.get(0)).isEqualTo((long) totals.size());
    assertThat((Double) kept.get(1)).isEqualTo(sum);
  }

  private Map<String, List<Object>> rows(String table, int keyColumns) throws Exception {
    return LakeRows.of(folder.resolve("lake"), table, keyColumns);
  }

  private void await(JobClient job, ThrowingRunnable condition) {
    Awaitility.await()
        .atMost(PATIENCE)
        .failFast("the job has ended", () -> job.getJobStatus().get().isTerminalState())
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(condition);
  }

  private JobClient start(String savepoint) throws Exception {
    Configuration configuration = new Configuration();
    configuration.setString("execution.checkpointing.interval", "200 ms");
    configuration.setString("restart-strategy.type", "none");
    configuration.setString("pipeline.generic-types", "false");
    if (savepoint != null) {
      configuration.setString("execution.state-recovery.path", savepoint);
      configuration.setString("execution.state-recovery.ignore-unclaimed-state", "true");
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    Configuration options = new Configuration();
    options.set(ModelsOptions.LAKE_PATH, lake());
    options.set(ModelsOptions.PROJECT_PATH, project.path().toString());
    options.set(ModelsOptions.MINI_BATCH_LATENCY, Duration.ofMillis(50));
    ModelsJob.define(env, options);
    return env.executeAsync("models");
  }

  private String stop(JobClient job) throws Exception {
    return job.stopWithSavepoint(
            false, folder.resolve("savepoints").toUri().toString(), SavepointFormatType.CANONICAL)
        .get(60, TimeUnit.SECONDS);
  }

  private String lake() {
    return folder.resolve("lake").toUri().toString();
  }
}
