package io.alluvium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project of two models, from its files to its tables. */
class ModelsCommandITCase {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path folder;

  private Path project;
  private Path lake;

  @BeforeEach
  void project() throws Exception {
    project = folder.resolve("project");
    lake = folder.resolve("lake");
    write("dbt_project.yml", "name: shop\nmodels: {shop: {+schema: gold}}\n");
    write("models/raw.yml", "sources: [{name: raw, tables: [{name: orders}]}]\n");
    write("models/priced.sql", "SELECT * FROM {{ source('raw', 'orders') }} WHERE price > 0\n");
    write(
        "models/total.sql",
        "{{ config(materialized='table', unique_key='customer') }}\n"
            + "SELECT customer, SUM(price) AS total\nFROM {{ ref('priced') }} GROUP BY customer\n");
    insert("('a', 1), ('a', 2), ('b', 5), ('b', -1)");
  }

  @Test
  void listsCompilesAndRunsAProject() throws Exception {
    AlluviumProcess ls = models("ls", "--select", "+total,resource_type:model", "--format", "json");
    assertThat(ls.await(PATIENCE)).as(ls.err()).isZero();
    JsonNode nodes = new ObjectMapper().readTree(ls.out());
    assertThat(nodes)
        .extracting(node -> node.get("name").asText())
        .containsExactly("priced", "total");
    assertThat(nodes.get(1).get("materialized").asText()).isEqualTo("table");

    AlluviumProcess compile = models("compile", "--lake", lake.toString());
    assertThat(compile.await(PATIENCE)).as(compile.err()).isZero();
    assertThat(compile.out())
        .contains("Found 2 models, 1 source in project shop", "1 of 1 OK compiled job models");
    assertThat(project.resolve("target/jobs/models.sql"))
        .content()
        .contains("EXECUTE STATEMENT SET");
    assertThat(project.resolve("target/manifest.json")).isNotEmptyFile();
    assertThat(lake.resolve("gold")).doesNotExist();

    AlluviumProcess unchanged =
        models("ls", "--select", "state:modified", "--state", project.resolve("target").toString());
    assertThat(unchanged.await(PATIENCE)).as(unchanged.err()).isZero();
    assertThat(unchanged.out()).isEmpty();

    AlluviumProcess first = run();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> rows() == 2 || !first.isAlive());
    first.terminate();
    first.await(PATIENCE);
    assertThat(first.out()).as(first.err()).contains("1 of 1 OK running job models", "Stopping.");

    insert("('c', 7), ('a', 4)");
    AlluviumProcess again = run();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> rows() == 3 || !again.isAlive());
    again.terminate();
    again.await(PATIENCE);
    assertThat(again.out()).as(again.err()).contains("1 of 1 OK going on with job models");
    assertThat(query("SELECT SUM(total) AS t FROM gold.total")).isEqualTo("19");
    requireEvents();
    requireDocs();
  }

  /** Of two runs of one job, each stopped by us. */
  private void requireEvents() throws Exception {
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("events.jsonl"))) {
      events.add(new ObjectMapper().readTree(line));
    }
    assertThat(events)
        .extracting(event -> event.path("eventType").asText())
        .containsExactly("START", "RUNNING", "ABORT", "START", "RUNNING", "ABORT");
    JsonNode total = events.get(0).at("/outputs/0");
    assertThat(total.path("name").asText()).endsWith("/lake/gold/total");
    assertThat(total.at("/facets/columnLineage/fields/total/inputFields/0/name").asText())
        .endsWith("/lake/raw/orders");
  }

  private void requireDocs() throws Exception {
    AlluviumProcess docs = models("docs", "--lake", lake.toString());
    assertThat(docs.await(PATIENCE)).as(docs.err()).isZero();
    assertThat(docs.out()).contains("Written " + project.resolve("target/index.html"));
    assertThat(project.resolve("target/index.html"))
        .content()
        .contains("[\"model.shop.priced\",\"price\",\"aggregation\"]");
    JsonNode catalog = new ObjectMapper().readTree(project.resolve("target/catalog.json").toFile());
    assertThat(catalog.at("/nodes/model.shop.total/stats/num_rows/value").asLong()).isEqualTo(3);
    assertThat(catalog.at("/sources/source.shop.raw.orders/stats/num_rows/value").asLong())
        .isEqualTo(6);
  }

  @Test
  void aMistakeIsOneLine() throws Exception {
    write("models/total.sql", "SELECT customer,\n  prize FROM {{ ref('priced') }}\n");
    AlluviumProcess compile = models("compile", "--lake", lake.toString());
    assertThat(compile.await(PATIENCE)).isEqualTo(2);
    assertThat(compile.err())
        .isEqualToIgnoringNewLines(
            "alluvium: models/total.sql, line 2: Column 'prize' not found in any table");
  }

  private AlluviumProcess run() throws Exception {
    return models(
        "run",
        "--openlineage",
        folder.resolve("events.jsonl").toString(),
        "--lake",
        lake.toString(),
        "--home",
        folder.resolve("home").toString(),
        "--checkpoint-interval",
        "500 ms");
  }

  private AlluviumProcess models(String command, String... arguments) throws Exception {
    String[] all = new String[arguments.length + 4];
    all[0] = "models";
    all[1] = command;
    all[2] = "--project-dir";
    all[3] = project.toString();
    System.arraycopy(arguments, 0, all, 4, arguments.length);
    return AlluviumProcess.start(folder, all);
  }

  private long rows() {
    return DeltaTable.at(lake.resolve("gold/total").toString()).exists()
        ? Long.parseLong(query("SELECT COUNT(*) AS n FROM gold.total"))
        : 0;
  }

  private void write(String name, String text) throws Exception {
    Path file = project.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void insert(String values) throws Exception {
    TableEnvironment tables = tables();
    tables.executeSql("CREATE DATABASE IF NOT EXISTS `raw`");
    tables.executeSql("CREATE TABLE IF NOT EXISTS `raw`.orders (customer STRING, price INT)");
    tables.executeSql("INSERT INTO `raw`.orders VALUES " + values).await();
  }

  private String query(String sql) {
    return tables().executeSql(sql).collect().next().getField(0).toString();
  }

  private TableEnvironment tables() {
    TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inBatchMode());
    tables.executeSql(
        "CREATE CATALOG lake WITH ('type' = 'delta', 'path' = '" + lake.toUri() + "')");
    tables.useCatalog("lake");
    return tables;
  }
}
