package io.alluvium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on tables, as people and scripts use them. */
class TableCommandITCase {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int KEYS = 50;
  private static final int CHANGES = 4000;

  @TempDir Path folder;

  private Path home;
  private Path lake;

  @BeforeEach
  void home() throws Exception {
    home = Files.createDirectories(folder.resolve("home"));
    Files.writeString(home.resolve("alluvium.properties"), "layout=1\ninput=none\n");
    lake = Files.createDirectories(home.resolve("lake"));
    Files.createDirectories(lake.resolve("silver"));
  }

  @Test
  void tellsWhatATableIsAndWas() throws Exception {
    makeReadings(3);

    JsonNode described = table("describe", "silver.reading", "--format", "json").json();
    assertThat(described.get("version").asLong()).isEqualTo(3);
    assertThat(described.get("files").asLong()).isEqualTo(3);
    assertThat(described.get("rows").asLong()).isEqualTo(6);
    assertThat(described.get("dead_rows").asLong()).isZero();
    assertThat(described.get("partitioned_by").get(0).asText()).isEqualTo("site");
    assertThat(described.get("columns").get(0).get("name").asText()).isEqualTo("device");
    assertThat(described.get("columns").get(0).get("comment").asText()).isEqualTo("serial number");
    assertThat(described.get("properties").get("delta.checkpointInterval").asText())
        .isEqualTo("100");
    assertThat(described.get("writer_features").toString()).contains("inCommitTimestamp");
    JsonNode first =
        table("describe", "silver.reading", "--version", "1", "--format", "json").json();
    assertThat(first.get("rows").asLong()).isEqualTo(2);

    JsonNode history = table("history", "silver.reading", "--format", "json").json();
    assertThat(history).hasSize(4);
    assertThat(history.get(0).get("version").asLong()).isEqualTo(3);
    assertThat(history.get(0).get("rows_added").asLong()).isEqualTo(2);
    assertThat(history.get(3).get("operation").asText()).isEqualTo("CREATE TABLE");
    CommandRun csv = table("history", "silver.reading", "--limit", "1", "--format", "csv");
    assertThat(csv.out())
        .startsWith("version,committed,")
        .contains("\r\n3,20")
        .doesNotContain("\r\n2,");
    CommandRun text = table("describe", "silver.reading");
    assertThat(text.out()).contains("partitioned_by", "device  STRING", "serial number");
  }

  @Test
  void optimizesVacuumsRestoresAndClones() throws Exception {
    makeReadings(4);
    Map<String, Double> before = readings("silver.reading");

    JsonNode optimized = table("optimize", "silver.reading", "--format", "json").json();
    assertThat(optimized.get("files_removed").asLong()).isEqualTo(4);
    assertThat(optimized.get("files_added").asLong()).isEqualTo(1);
    assertThat(optimized.get("version").asLong()).isEqualTo(5);
    assertThat(readings("silver.reading")).isEqualTo(before);
    JsonNode again = table("optimize", "silver.reading", "--format", "json").json();
    assertThat(again.get("commits").asLong()).isZero();

    // By the path of its folder, too.
    String path = lake.resolve("silver/reading").toString();
    CommandRun early = table("vacuum", path, "--retention", "0 s");
    assertRefused(early, "is below the one of table", path);
    long files = dataFiles();
    String[] vacuum = {"vacuum", path, "--retention", "0 s", "--ignore-table-retention"};
    JsonNode planned = table(and(vacuum, "--dry-run", "--format", "json")).json();
    assertThat(planned.get("files").asInt()).isEqualTo(4);
    assertThat(planned.get("paths")).hasSize(4).allMatch(file -> file.asText().contains("site=Z"));
    assertThat(planned.get("dry_run").asBoolean()).isTrue();
    assertThat(dataFiles()).isEqualTo(files);

    JsonNode restored =
        table("restore", "silver.reading", "--version", "1", "--format", "json").json();
    assertThat(restored.get("restored_version").asLong()).isEqualTo(1);
    assertThat(readings("silver.reading")).hasSize(2);
    String optimizedAt =
        table("history", "silver.reading", "--format", "json")
            .json()
            .get(1)
            .get("committed")
            .asText();
    table("restore", "silver.reading", "--timestamp", optimizedAt, "--format", "json").json();
    assertThat(readings("silver.reading")).isEqualTo(before);

    JsonNode cloned =
        table("clone", "silver.reading", "silver.trial", "--version", "2", "--format", "json")
            .json();
    assertThat(cloned.get("files").asLong()).isEqualTo(2);
    assertThat(readings("silver.trial")).hasSize(4);

    JsonNode vacuumed = table(and(vacuum, "--format", "json")).json();
    assertThat(vacuumed.get("files").asInt()).isEqualTo(4);
    assertThat(dataFiles()).isEqualTo(files - 4);
    assertThat(readings("silver.reading")).isEqualTo(before);
    assertRefused(
        table("restore", "silver.reading", "--version", "1"), "silver/reading", "Restore a later");
  }

  /** The sink finds what was rewritten under its hands, and goes on. */
  @Test
  void optimizesATableThatAnUpsertingJobWrites() throws Exception {
    TableEnvironment job = streaming();
    job.executeSql(
        "CREATE TEMPORARY TABLE changes (n BIGINT) WITH ('connector' = 'datagen',"
            + " 'rows-per-second' = '400', 'fields.n.kind' = 'sequence', 'fields.n.start' = '1',"
            + " 'fields.n.end' = '"
            + CHANGES
            + "')");
    job.executeSql("CREATE TABLE silver.latest (k BIGINT, n BIGINT, PRIMARY KEY (k) NOT ENFORCED)");
    CompletableFuture<JobExecutionResult> end =
        job.executeSql("INSERT INTO silver.latest SELECT MOD(n, " + KEYS + ") AS k, n FROM changes")
            .getJobClient()
            .orElseThrow()
            .getJobExecutionResult();

    int[] optimized = {0};
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              CommandRun run = table("optimize", "silver.latest", "--max-deleted-share", "0");
              // 3: the job was faster with some of the files.
              assertThat(run.code()).as(run.err()).isIn(0, 3);
              optimized[0] += run.out().matches("(?s).*commits +1\\b.*") ? 1 : 0;
              return end.isDone();
            });
    end.get();

    assertThat(optimized[0]).isPositive();
    Map<Long, Long> latest = new TreeMap<>();
    for (Row row : query("SELECT k, n FROM silver.latest")) {
      assertThat(latest.put((Long) row.getField(0), (Long) row.getField(1))).isNull();
    }
    Map<Long, Long> expected = new TreeMap<>();
    for (long n = 1; n <= CHANGES; n++) {
      expected.put(n % KEYS, n);
    }
    assertThat(latest).isEqualTo(expected);
    JsonNode described = table("describe", "silver.latest", "--format", "json").json();
    assertThat(described.get("primary_key").get(0).asText()).isEqualTo("k");
    assertThat(described.get("rows").asLong()).isEqualTo(KEYS);
    assertThat(described.get("reader_features").toString()).contains("deletionVectors");
  }

  @Test
  void refusesInOneLine() throws Exception {
    makeReadings(1);
    assertRefused(table("describe", "silver.missing"), "There is no table silver.missing in lake");
    assertRefused(table("describe", "reading"), "Write database.table, or the path");
    assertRefused(
        table("describe", folder.resolve("none").toString()), folder.resolve("none").toString());
    assertRefused(table("restore", "silver.reading"), "--version", "--timestamp");
    assertRefused(table("restore", "silver.reading", "--version", "99"), "silver/reading", "99");
    assertRefused(table("restore", "silver.reading", "--timestamp", "today"), "'today' is no time");
    assertRefused(table("optimize", "silver.reading", "--target-size", "big"), "is no size");
    assertRefused(table("optimize", "silver.reading", "--where", "device = 'a'"), "device");
    assertRefused(table("vacuum", "silver.reading", "--retention", "long"), "is no duration");
    assertRefused(table("clone", "silver.reading", "nowhere.trial"), "no database nowhere");
    assertRefused(table("clone", "silver.reading", "silver.reading"), "silver/reading");
    CommandRun otherHome =
        CommandRun.of("table", "describe", "silver.reading", "--home", folder.toString());
    assertRefused(otherHome, "is not the home of a demo");

    execute(
        "CREATE TABLE silver.owned (k BIGINT, PRIMARY KEY (k) NOT ENFORCED)"
            + " WITH ('write.mode' = 'copy-on-write')");
    assertRefused(table("optimize", "silver.owned"), "silver/owned", "copy-on-write sink");
  }

  @Test
  void everyCommandHasHelp() {
    for (String command :
        List.of("describe", "history", "optimize", "vacuum", "restore", "clone")) {
      CommandRun help = CommandRun.of("table", command, "--help");
      assertThat(help.code()).isZero();
      assertThat(help.out()).contains("Usage: alluvium table " + command, "--lake", "Exit codes:");
    }
    assertThat(CommandRun.of("table", "--help").out()).contains("Examples:", "optimize");
  }

  @Test
  void runsAsAProcess() throws Exception {
    makeReadings(2);

    AlluviumProcess process =
        AlluviumProcess.start(
            folder, "table", "describe", "silver.reading", "--lake", lake.toString());

    assertThat(process.await(PATIENCE)).as(process.err()).isZero();
    assertThat(process.err()).isEmpty();
    assertThat(process.out()).containsPattern("rows +4");
  }

  /** A version per commit, each with two rows of one partition. */
  private void makeReadings(int commits) throws Exception {
    execute(
        "CREATE TABLE silver.reading (device STRING COMMENT 'serial number', celsius DOUBLE,"
            + " site STRING) PARTITIONED BY (site)");
    for (int i = 0; i < commits; i++) {
      execute(
          String.format(
              "INSERT INTO silver.reading VALUES ('a%d', %d.5, 'Z'), ('b%d', %d.0, 'Z')",
              i, i, i, i));
    }
  }

  private Map<String, Double> readings(String table) throws Exception {
    Map<String, Double> readings = new TreeMap<>();
    for (Row row : query("SELECT device, celsius FROM " + table)) {
      assertThat(readings.put((String) row.getField(0), (Double) row.getField(1))).isNull();
    }
    return readings;
  }

  private List<Row> query(String sql) throws Exception {
    List<Row> rows = new ArrayList<>();
    try (CloseableIterator<Row> result = batch().executeSql(sql).collect()) {
      result.forEachRemaining(rows::add);
    }
    return rows;
  }

  private void execute(String sql) throws Exception {
    batch().executeSql(sql).await();
  }

  private TableEnvironment batch() {
    Configuration configuration = new Configuration();
    configuration.setString("parallelism.default", "1");
    TableEnvironment tables =
        TableEnvironment.create(
            EnvironmentSettings.newInstance()
                .inBatchMode()
                .withConfiguration(configuration)
                .build());
    useLake(tables);
    return tables;
  }

  private TableEnvironment streaming() {
    Configuration configuration = new Configuration();
    configuration.setString("parallelism.default", "2");
    configuration.setString("execution.checkpointing.interval", "300 ms");
    TableEnvironment tables =
        TableEnvironment.create(
            EnvironmentSettings.newInstance()
                .inStreamingMode()
                .withConfiguration(configuration)
                .build());
    useLake(tables);
    return tables;
  }

  private void useLake(TableEnvironment tables) {
    tables.executeSql(
        "CREATE CATALOG lake WITH ('type' = 'delta', 'path' = '" + lake.toUri() + "')");
    tables.useCatalog("lake");
  }

  private long dataFiles() throws Exception {
    try (Stream<Path> files = Files.walk(lake.resolve("silver/reading"))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).count();
    }
  }

  private CommandRun table(String... arguments) {
    String[] all = and(new String[] {"table"}, arguments);
    return CommandRun.of(and(all, "--home", home.toString()));
  }

  private static String[] and(String[] first, String... more) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
  }

  private static void assertRefused(CommandRun run, String... parts) {
    assertThat(run.err()).contains(parts);
    assertThat(run.err().lines()).as(run.err()).hasSize(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).as(run.err()).isEqualTo(2);
  }
}
