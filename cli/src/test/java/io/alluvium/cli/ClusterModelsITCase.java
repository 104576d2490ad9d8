package io.alluvium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.local.LocalRedis;
import io.alluvium.testing.LakeTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Models, the demo and the SQL client on a session cluster. */
class ClusterModelsITCase extends OnCluster {
  @Test
  void modelsRunOnAndAreLeftAloneWhereTheyDidNotChange() throws Exception {
    write("dbt_project.yml", "name: shop\nmodels: {shop: {+schema: gold}}\n");
    write("models/raw.yml", "sources: [{name: raw, tables: [{name: orders}]}]\n");
    write("models/total.sql", total("SUM(price)"));
    insert("('a', 1), ('a', 2), ('b', 5)");

    assertThat(models()).contains("1 of 1 OK running job models", "The jobs run on " + address());
    await().atMost(PATIENCE).until(() -> totals().equals(Map.of("a", 3, "b", 5)));
    String first = jobOfModels();
    insert("('b', 1)");
    await().atMost(PATIENCE).until(() -> totals().equals(Map.of("a", 3, "b", 6)));

    assertThat(models()).contains("1 of 1 OK left alone, as it runs: job models");
    assertThat(jobOfModels()).isEqualTo(first);

    // Somebody else stops it: the home does not know the savepoint, but the cluster does.
    assertThat(job("savepoint", "--stop", first).code()).isZero();
    insert("('c', 7)");
    assertThat(models()).contains("1 of 1 OK going on with job models");
    await().atMost(PATIENCE).until(() -> totals().equals(Map.of("a", 3, "b", 6, "c", 7)));

    CommandRun embedded = CommandRun.of(models("run", "--until-caught-up").toArray(String[]::new));
    assertThat(embedded.code()).isEqualTo(2);
    assertThat(embedded.err())
        .contains("The job 'models' of this home runs on the session cluster " + address());

    write("models/total.sql", total("10 * SUM(price)"));
    assertThat(models())
        .contains("to be built beside its table", "The tables of job models were built anew");
    assertThat(totals()).isEqualTo(Map.of("a", 30, "b", 60, "c", 70));
    insert("('a', 1)");
    await().atMost(PATIENCE).until(() -> totals().equals(Map.of("a", 40, "b", 60, "c", 70)));
    assertThat(job("cancel", "models").code()).isZero();
  }

  @Test
  void anUpgradeIsCheckedAndWatchedAndGoesBackByItself() throws Exception {
    write("dbt_project.yml", "name: shop\nmodels: {shop: {+schema: gold}}\n");
    write("models/raw.yml", "sources: [{name: raw, tables: [{name: orders}]}]\n");
    write("models/total.sql", total("SUM(price)"));
    insert("('a', 1), ('a', 2), ('b', 5)");
    models();
    await().atMost(PATIENCE).until(() -> totals().equals(Map.of("a", 3, "b", 5)));
    CommandRun same = upgrade("--check");
    assertThat(same.code()).as(same.out() + same.err()).isZero();
    assertThat(same.out()).isEqualToIgnoringNewLines("gold.total: kept");

    CommandRun proven = upgrade("--check", "--prove", "--cluster", address());
    assertThat(proven.code()).as(proven.out() + proven.err()).isZero();
    assertThat(proven.out())
        .containsPattern("restored from a savepoint: \\d operators and 2 keys, all as they were");
    assertThat(proven.err()).contains("Restored on trial from ");

    write("models/total.sql", total("MAX(price)"));
    CommandRun other = upgrade("--check");
    assertThat(other.code()).as(other.out() + other.err()).isEqualTo(1);
    assertThat(other.out())
        .contains("gold.total: reset", "other aggregates: SUM(INT), now MAX(INT)")
        .contains("totals would be crossed: SUM(INT) would go on as MAX(INT)");
    CommandRun json = upgrade("--check", "--format", "json");
    assertThat(new ObjectMapper().readTree(json.out()).at("/0/verdict").asText())
        .isEqualTo("reset");
    CommandRun upgraded = upgrade("--cluster", address());
    assertThat(upgraded.code()).as(upgraded.out() + upgraded.err()).isZero();
    assertThat(upgraded.out())
        .contains("Nothing was committed for ", "The job models is healthy")
        .contains("The tables of job models were built anew and swapped");
    assertThat(totals()).isEqualTo(Map.of("a", 2, "b", 5));

    // It compiles, and fails on the first row.
    write("models/total.sql", total("SUM(CAST(CONCAT('no number ', customer) AS INT))"));
    CommandRun broken = upgrade("--cluster", address());
    assertThat(broken.code()).as(broken.out() + broken.err()).isEqualTo(1);
    assertThat(broken.out())
        .contains(
            "The job models is not healthy: it has failed: ",
            "no number",
            "What ran before runs again");
    insert("('a', 7)");
    await().atMost(PATIENCE).until(() -> totals().equals(Map.of("a", 7, "b", 5)));

    String savepoint = job("savepoint", "models").out().strip();
    CommandRun inspected = CommandRun.of("state", "inspect", savepoint, "--format", "csv");
    assertThat(inspected.code()).as(inspected.err()).isZero();
    assertThat(inspected.out()).contains("accState,VALUE,", "SourceReaderState,LIST,");
    String operator =
        inspected
            .out()
            .lines()
            .filter(line -> line.contains(",accState,"))
            .findFirst()
            .map(line -> line.substring(0, line.indexOf(',')))
            .orElseThrow();
    CommandRun keys =
        CommandRun.of("state", "keys", savepoint, operator, "--sample", "5", "--format", "csv");
    assertThat(keys.code()).as(keys.err()).isZero();
    assertThat(keys.out()).contains("(a)", "(b)");
    CommandRun none = CommandRun.of("state", "keys", savepoint, "no-such-operator");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("No operator of", operator);
    goesBackToItAndGoesOn(savepoint);
    assertThat(job("cancel", "models").code()).isZero();
  }

  @Test
  void aJobThatOnlyFailsIsGivenUpByWhoWaitsAndReplacedByTheMendedOne() throws Exception {
    write("dbt_project.yml", "name: shop\nmodels: {shop: {+schema: gold}}\n");
    write("models/raw.yml", "sources: [{name: raw, tables: [{name: orders}]}]\n");
    write("models/total.sql", total("SUM(CAST(CONCAT('no number ', customer) AS INT))"));
    insert("('a', 1)");
    List<String> waiting = new ArrayList<>(models("run", "--cluster", address()));
    waiting.add("--until-caught-up");
    CommandRun waited = CommandRun.of(waiting.toArray(String[]::new));
    assertThat(waited.code()).as(waited.out() + waited.err()).isEqualTo(1);
    assertThat(waited.out() + waited.err())
        .contains("failed 10 times in a row without a checkpoint, at last with: ", "no number a");

    // Nobody waits: it is restarted until it is mended.
    models();
    assertThat(job("list", "--format", "json").json())
        .anyMatch(job -> job.get("name").asText().equals("models"));
    write("models/total.sql", total("SUM(price)"));
    models();
    await().atMost(PATIENCE).until(() -> totals().equals(Map.of("a", 1)));

    // It has rows now, and fails at the next one that comes.
    write("models/total.sql", total("SUM(10 / (price - 5))"));
    models();
    await().atMost(PATIENCE).until(() -> totals().equals(Map.of("a", -2)));
    insert("('a', 5)");
    await().atMost(PATIENCE).until(() -> describe().get("restarts").asLong() > 0);
    write("models/total.sql", total("SUM(10 * price)"));
    models("--stop-former");
    await().atMost(PATIENCE).until(() -> totals().equals(Map.of("a", 60)));
    assertThat(job("cancel", "models").code()).isZero();
  }

  /** Nobody follows the job when its store is emptied. */
  @Test
  void aStoreThatLostItsRowsIsFilledAgainByTheNextRun() throws Exception {
    try (LocalRedis redis = LocalRedis.start(folder.resolve("redis"), 0)) {
      write("dbt_project.yml", "name: shop\nmodels: {shop: {+schema: gold}}\n");
      write("models/raw.yml", "sources: [{name: raw, tables: [{name: orders}]}]\n");
      write("models/total.sql", total("SUM(price)"));
      write(
          "models/kpi.sql",
          "{{ config(materialized='push', connector='redis', unique_key='customer', options={'uri':"
              + " '"
              + redis.uri()
              + "', 'key.prefix': 'kpi'}) }}\nSELECT customer, total FROM {{ ref('total') }}\n");
      insert("('a', 1), ('a', 2)");
      models();
      String[] kpi = {"HGET", "kpi:a", "total"};
      await().atMost(PATIENCE).until(() -> RedisCli.ask(redis.port(), kpi).equals("\"3\""));
      // With a checkpoint, from which the other model goes on.
      await().atMost(PATIENCE).until(() -> totals().equals(Map.of("a", 3)));

      RedisCli.ask(redis.port(), "FLUSHALL");
      await().atMost(PATIENCE).until(() -> job("list").out().lines().count() <= 1);
      assertThat(models())
          .contains("The store of job models has lost what was written to it")
          .contains("1 of 1 OK going on with job models");
      await().atMost(PATIENCE).until(() -> RedisCli.ask(redis.port(), kpi).equals("\"3\""));
      assertThat(models()).contains("1 of 1 OK left alone, as it runs: job models");
      assertThat(job("cancel", "models").code()).isZero();
    }
  }

  /** With its table, as the project does not say any more, but as it ran then. */
  private void goesBackToItAndGoesOn(String savepoint) throws Exception {
    insert("('b', 9)");
    await().atMost(PATIENCE).until(() -> totals().equals(Map.of("a", 7, "b", 9)));
    CommandRun dry = rollback("--to", savepoint, "--dry-run");
    assertThat(dry.code()).as(dry.out() + dry.err()).isZero();
    assertThat(dry.out())
        .matches("(?s)gold.total: from version \\d+ back to version \\d+: undoes .*");
    JsonNode json =
        new ObjectMapper()
            .readTree(rollback("--to", savepoint, "--dry-run", "--format", "json").out());
    assertThat(json.at("/tables/0/table").asText()).isEqualTo("gold.total");
    assertThat(json.at("/tables/0/commits").asLong()).isPositive();
    CommandRun here = rollback("--to", savepoint);
    assertThat(here.code()).as(here.out() + here.err()).isEqualTo(2);
    assertThat(here.err()).contains("runs on the session cluster " + address());

    CommandRun back = rollback("--to", savepoint, "--cluster", address());
    assertThat(back.code()).as(back.out() + back.err()).isZero();
    assertThat(back.out())
        .contains("To undo all this: alluvium rollback models --to ", "Tables taken back: 1 in ")
        .contains("The job models is healthy, and it and its tables are back.");
    insert("('c', 4)");
    await().atMost(PATIENCE).until(() -> totals().equals(Map.of("a", 7, "b", 9, "c", 4)));
    CommandRun history =
        CommandRun.of("table", "history", folder.resolve("lake/gold/total").toString());
    assertThat(history.out()).as(history.err()).contains("RESTORE");
  }

  private CommandRun rollback(String... options) {
    return onModels("rollback", options);
  }

  private CommandRun upgrade(String... options) {
    return onModels("upgrade", options);
  }

  private CommandRun onModels(String command, String... options) {
    List<String> all = new ArrayList<>(List.of(command, "models"));
    all.addAll(List.of(options));
    all.addAll(whichModels());
    return CommandRun.of(all.toArray(String[]::new));
  }

  @Test
  @EnabledIfSystemProperty(named = OnCluster.DEEP, matches = "true")
  void theDemoRunsHereAndTheWorkedQueriesAnswer() throws Exception {
    Path demoHome = folder.resolve("demo");
    AlluviumProcess demo = AlluviumProcess.demo(folder, demoHome, "--once", "--cluster", address());
    assertThat(demo.await(PATIENCE)).as(demo.out() + demo.err()).isZero();
    assertThat(demo.out()).contains("Flink       " + address(), "Every row is accounted for.");
    assertThat(job("list", "--format", "json").json())
        .noneMatch(job -> List.of("cdc", "devices", "serving").contains(job.get("name").asText()));

    // All in one session; each begins with a line of its own.
    Path all = folder.resolve("all.sql");
    StringBuilder statements = new StringBuilder();
    List<Path> files;
    try (Stream<Path> found = Files.list(Installation.root().resolve("sql/client"))) {
      files = found.filter(file -> file.toString().matches(".*/\\d\\d-.*")).sorted().toList();
    }
    assertThat(files).hasSize(10);
    for (Path file : files) {
      statements.append("SELECT '#").append(file.getFileName()).append("' AS example;\n");
      statements.append(Files.readString(file)).append('\n');
    }
    statements.append(
        "SELECT '#end' AS example;\nDESCRIBE default_catalog.serving.usage_monthly;\n");
    Files.writeString(all, statements);
    AlluviumProcess sql =
        AlluviumProcess.start(
            folder,
            "sql",
            "--cluster-home",
            home().toString(),
            "--home",
            demoHome.toString(),
            "--set",
            "since=" + created(demoHome.resolve("lake/gold/building_daily")),
            "-f",
            all.toString());
    assertThat(sql.await(PATIENCE)).as(sql.out() + sql.err()).isZero();
    String out = sql.out();
    assertThat(out).doesNotContain("[ERROR]").contains("month_start");
    assertThat(answer(out, files.get(0))).contains("bronze", "silver", "gold", "4 rows in set");
    assertThat(answer(out, files.get(1))).contains("10 rows in set");
    assertThat(answer(out, files.get(2))).contains("rows in set");
    assertThat(answer(out, files.get(3))).contains("10 rows in set");
    // The last five versions, if the demo took as many checkpoints.
    assertThat(answer(out, files.get(4))).contains("STREAMING UPDATE", "rows in set");
    assertThat(answer(out, files.get(5))).contains("1 row in set");
    assertThat(answer(out, files.get(6))).contains("rows in set");
    assertThat(answer(out, files.get(7))).contains("rows in set");
    assertThat(answer(out, files.get(8))).contains("rows in set");
    assertThat(answer(out, files.get(9))).contains("Empty set");

    AlluviumProcess wrong =
        AlluviumProcess.start(
            folder,
            "sql",
            "--cluster-home",
            home().toString(),
            "--home",
            demoHome.toString(),
            "-e",
            "SELECT colour FROM gold.building_daily");
    assertThat(wrong.await(PATIENCE)).as(wrong.out()).isNotZero();
    assertThat(wrong.out()).contains("Column 'colour' not found in any table");
  }

  /** What the client printed between a file's line and the next file's. */
  private static String answer(String out, Path file) {
    String[] parts = out.split(Pattern.quote("#" + file.getFileName()));
    String behind = parts[parts.length - 1];
    return behind.substring(0, behind.indexOf("example |"));
  }

  /** When a table was made, in UTC. */
  private static String created(Path table) throws Exception {
    Matcher found =
        Pattern.compile("\"inCommitTimestamp\":(\\d+)")
            .matcher(Files.readString(table.resolve("_delta_log/00000000000000000000.json")));
    assertThat(found.find()).isTrue();
    return Instant.ofEpochMilli(Long.parseLong(found.group(1))).toString();
  }

  private static String total(String sum) {
    return "{{ config(materialized='table', unique_key='customer') }}\n"
        + "SELECT customer, "
        + sum
        + " AS total\nFROM {{ source('raw', 'orders') }} GROUP BY customer\n";
  }

  private JsonNode describe() throws Exception {
    return job("describe", "models", "--format", "json").json();
  }

  private String models(String option) throws Exception {
    List<String> run = models("run", "--cluster", address());
    run.add(option);
    CommandRun done = CommandRun.of(run.toArray(String[]::new));
    assertThat(done.code()).as(done.out() + done.err()).isZero();
    return done.out();
  }

  private String models() throws Exception {
    List<String> run = models("run", "--cluster", address());
    CommandRun done = CommandRun.of(run.toArray(String[]::new));
    assertThat(done.code()).as(done.out() + done.err()).isZero();
    return done.out();
  }

  private List<String> models(String... command) {
    List<String> all = new ArrayList<>(List.of("models"));
    all.addAll(List.of(command));
    all.addAll(whichModels());
    return all;
  }

  private List<String> whichModels() {
    return List.of(
        "--project-dir",
        folder.resolve("project").toString(),
        "--lake",
        folder.resolve("lake").toString(),
        "--home",
        folder.resolve("home").toString(),
        "--parallelism",
        "1",
        "--checkpoint-interval",
        "500 ms");
  }

  private String jobOfModels() throws Exception {
    for (JsonNode job : job("list", "--format", "json").json()) {
      if (job.get("name").asText().equals("models")) {
        return job.get("job").asText();
      }
    }
    throw new AssertionError("the models do not run");
  }

  private Map<String, Integer> totals() throws Exception {
    Map<String, Integer> totals = new TreeMap<>();
    LakeTable table = new LakeTable(folder.resolve("lake"), "gold/total");
    if (Files.exists(folder.resolve("lake/gold/total/_delta_log"))) {
      for (Map<String, Object> row : table.rows()) {
        totals.put((String) row.get("customer"), (Integer) row.get("total"));
      }
    }
    return totals;
  }

  private void write(String name, String text) throws Exception {
    Path file = folder.resolve("project").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void insert(String values) throws Exception {
    TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inBatchMode());
    tables.executeSql(
        "CREATE CATALOG lake WITH ('type' = 'delta', 'path' = '"
            + folder.resolve("lake").toUri()
            + "')");
    tables.useCatalog("lake");
    tables.executeSql("CREATE DATABASE IF NOT EXISTS `raw`");
    tables.executeSql("CREATE TABLE IF NOT EXISTS `raw`.orders (customer STRING, price INT)");
    tables.executeSql("INSERT INTO `raw`.orders VALUES " + values).await();
  }
}
