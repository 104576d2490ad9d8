package io.alluvium.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.models.compile.CompileOptions;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.ProjectCompiler;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.project.Project;
import io.alluvium.models.project.ProjectReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Through crashes at moments of chance each row is in the table or in quarantine, in one of them
 * and once. {@code -Dalluvium.seeds=N} runs more, {@code -Dalluvium.seed=N} one again.
 */
class QuarantineCrashITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int STEPS = 3;
  private static final int ROWS_OF_STEP = 25;
  private static final int MOST_MILLIS_BETWEEN_CRASHES = 600;
  private static final double MOST = 60;

  @TempDir Path folder;

  private final List<Event> events = new ArrayList<>();
  private TableEnvironment tables;

  private record Event(long id, String k, Double v) {}

  static LongStream seeds() {
    Long one = Long.getLong("alluvium.seed");
    return one != null
        ? LongStream.of(one)
        : LongStream.rangeClosed(1, Integer.getInteger("alluvium.seeds", 2));
  }

  @ParameterizedTest(name = "-Dalluvium.seed={0}")
  @MethodSource("seeds")
  void eachRowIsInOneOfTheTwo(long seed) throws Exception {
    Random random = new Random(seed);
    tables = TableEnvironment.create(EnvironmentSettings.inBatchMode());
    tables.executeSql("CREATE CATALOG lake WITH ('type' = 'delta', 'path' = '" + lake() + "')");
    tables.useCatalog("lake");
    tables.getConfig().set("parallelism.default", "1");
    tables.executeSql("CREATE DATABASE `raw`");
    tables.executeSql("CREATE TABLE `raw`.events (id BIGINT, k STRING, v DOUBLE)");
    append(random);
    try (FailingCluster cluster = new FailingCluster(folder.resolve("checkpoints"), seed)) {
      scripts().values().forEach(cluster::start);
      for (int step = 1; step < STEPS; step++) {
        append(random);
        // When a crash comes is a matter of chance.
        LockSupport.parkNanos(
            TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_MILLIS_BETWEEN_CRASHES)));
        cluster.fail();
      }
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(200))
          .failFast("a job has ended", cluster::hasEndedJob)
          .untilAsserted(() -> assertParted(seed));
    }
  }

  private Map<String, JobScript> scripts() throws Exception {
    ProjectFolder files =
        new ProjectFolder(folder.resolve("project"))
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
                "SELECT k, SUM(v) AS v FROM {{ source('raw', 'events') }} GROUP BY k")
            .file(
                "models/highest.sql",
                "{{ config(materialized='table', unique_key='k', schema='gold',",
                "          table_options={'write.mode': 'copy-on-write'}) }}",
                "SELECT k, MAX(v) AS v FROM {{ source('raw', 'events') }} GROUP BY k");
    StringBuilder rules = new StringBuilder("models:\n");
    for (String model : List.of("readings", "latest", "totals", "highest")) {
      rules.append(
          String.format(
              "- name: %s%n  columns:%n  - name: v%n    data_tests:%n"
                  + "    - dbt_utils.accepted_range: {name: %s_fits, max_value: %s, severity:"
                  + " quarantine}%n",
              model, model, MOST));
    }
    files.file("models/rules.yml", rules.toString());
    ProjectReader reader = new ProjectReader(files.path(), Map.of(), Map.of(), "dev");
    Project project = reader.read();
    CompileOptions options =
        new CompileOptions(lake(), Optional.of(Duration.ofMillis(100)), 1_000, true);
    try (ProjectCompiler compiler =
        new ProjectCompiler(
            project,
            ModelGraph.of(project),
            reader.renderer(project.settings(), project.macros()),
            options)) {
      return compiler.compile();
    }
  }

  private void append(Random random) throws Exception {
    List<Event> more = new ArrayList<>();
    for (int i = 0; i < ROWS_OF_STEP; i++) {
      more.add(
          new Event(
              events.size() + more.size(), "k" + random.nextInt(7), random.nextInt(160) - 60.0));
    }
    events.addAll(more);
    tables
        .executeSql(
            "INSERT INTO `raw`.events VALUES "
                + more.stream()
                    .map(event -> "(" + event.id() + ", '" + event.k() + "', " + event.v() + "e0)")
                    .collect(Collectors.joining(", ")))
        .await();
  }

  private void assertParted(long seed) throws Exception {
    DoublePredicate fits = value -> value <= MOST;
    Map<String, Double> all = new TreeMap<>();
    Map<String, Double> latest = new TreeMap<>();
    Map<String, Double> totals = new TreeMap<>();
    Map<String, Double> highest = new TreeMap<>();
    for (Event event : events) {
      all.put(Long.toString(event.id()), event.v());
      latest.put(event.k(), event.v());
      totals.merge(event.k(), event.v(), Double::sum);
      highest.merge(event.k(), event.v(), Math::max);
    }
    assertThat(rows("silver/readings").keySet()).as("seed %d", seed).isEqualTo(keys(all, fits));
    List<String> quarantined = new ArrayList<>();
    for (List<Object> row : rows("quarantine/readings").values()) {
      quarantined.add(new ObjectMapper().readTree((String) row.get(3)).get("id").asText());
    }
    assertThat(quarantined)
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(keys(all, fits.negate()));
    assertParted("silver/latest", latest, fits, seed);
    assertParted("gold/totals", totals, fits, seed);
    assertParted("gold/highest", highest, fits, seed);
  }

  private void assertParted(String table, Map<String, Double> all, DoublePredicate fits, long seed)
      throws Exception {
    Map<String, Double> found = new TreeMap<>();
    rows(table).forEach((key, row) -> found.put(key, (Double) row.get(0)));
    Map<String, Double> good = new TreeMap<>(all);
    good.values().removeIf(value -> !fits.test(value));
    assertThat(found).as("%s, -Dalluvium.seed=%d", table, seed).isEqualTo(good);
    String quarantine = table.replaceFirst(".*/", "quarantine/");
    assertThat(rows(quarantine).keySet())
        .as("%s, -Dalluvium.seed=%d", quarantine, seed)
        .isEqualTo(keys(all, fits.negate()));
  }

  private static Set<String> keys(Map<String, Double> rows, DoublePredicate wanted) {
    return rows.entrySet().stream()
        .filter(row -> wanted.test(row.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Map<String, List<Object>> rows(String table) throws Exception {
    return LakeRows.of(folder.resolve("lake"), table, 1);
  }

  private String lake() {
    return folder.resolve("lake").toUri().toString();
  }
}
