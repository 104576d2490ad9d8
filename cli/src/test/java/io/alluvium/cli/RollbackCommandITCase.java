package io.alluvium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.local.LocalFlink;
import io.alluvium.testing.LakeTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code alluvium rollback} of a job that stands still. */
class RollbackCommandITCase {
  @TempDir Path folder;

  @Test
  void takesTheTablesBackAndTheNextRunGoesOnFromThere() throws Exception {
    write("dbt_project.yml", "name: shop\nmodels: {shop: {+schema: gold}}\n");
    write("models/raw.yml", "sources: [{name: raw, tables: [{name: orders}]}]\n");
    write(
        "models/total.sql",
        "{{ config(materialized='table', unique_key='customer') }}\n"
            + "SELECT customer, SUM(price) AS total\n"
            + "FROM {{ source('raw', 'orders') }} GROUP BY customer\n");
    insert("('a', 1), ('b', 5)");
    run();
    String savepoint = copyOfNewestCheckpoint();
    insert("('a', 2)");
    run();
    assertThat(totals()).isEqualTo(Map.of("a", 3, "b", 5));

    CommandRun dry = rollback("--to", savepoint, "--dry-run", "--format", "json");
    assertThat(dry.code()).as(dry.out() + dry.err()).isZero();
    JsonNode table = new ObjectMapper().readTree(dry.out()).at("/tables/0");
    assertThat(table.get("table").asText()).isEqualTo("gold.total");
    assertThat(table.get("from_version").asLong()).isGreaterThan(table.get("to_version").asLong());
    assertThat(totals()).isEqualTo(Map.of("a", 3, "b", 5));

    insertInto("gold.total", "('x', 7)");
    CommandRun refused = rollback("--to", savepoint);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("have written its tables since: gold.total", "--force");
    assertThat(totals()).containsEntry("x", 7);

    CommandRun back = rollback("--to", savepoint, "--force");
    assertThat(back.code()).as(back.out() + back.err()).isZero();
    assertThat(back.out())
        .contains("of others: version ", "To undo all this: alluvium rollback models --to ")
        .contains("Tables taken back: 1 in ", "goes on from the savepoint with");
    assertThat(totals()).isEqualTo(Map.of("a", 1, "b", 5));
    run();
    assertThat(totals()).isEqualTo(Map.of("a", 3, "b", 5));
  }

  private void run() {
    CommandRun run = command("models", "run", "--until-caught-up");
    assertThat(run.code()).as(run.out() + run.err()).isZero();
  }

  private CommandRun rollback(String... options) {
    List<String> all = new ArrayList<>(List.of("rollback", "models"));
    all.addAll(List.of(options));
    return command(all.toArray(String[]::new));
  }

  private CommandRun command(String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--project-dir", folder.resolve("project").toString()));
    all.addAll(List.of("--lake", folder.resolve("lake").toString()));
    all.addAll(List.of("--home", folder.resolve("home").toString()));
    all.addAll(List.of("--parallelism", "1", "--checkpoint-interval", "200 ms"));
    return CommandRun.of(all.toArray(String[]::new));
  }

  /** The job's own goes when there is a newer one. */
  private String copyOfNewestCheckpoint() throws Exception {
    Path checkpoint =
        LocalFlink.newestCheckpoint(folder.resolve("home/models/shop/checkpoints/models/attempt-1"))
            .orElseThrow();
    Path copy = Files.createDirectories(folder.resolve("savepoint"));
    try (Stream<Path> files = Files.list(checkpoint)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy.toString();
  }

  private Map<String, Integer> totals() throws Exception {
    Map<String, Integer> totals = new TreeMap<>();
    for (Map<String, Object> row : new LakeTable(folder.resolve("lake"), "gold/total").rows()) {
      totals.put((String) row.get("customer"), (Integer) row.get("total"));
    }
    return totals;
  }

  private void write(String name, String text) throws Exception {
    Path file = folder.resolve("project").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void insert(String values) throws Exception {
    insertInto("`raw`.orders", values);
  }

  private void insertInto(String table, String values) throws Exception {
    TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inBatchMode());
    tables.executeSql(
        "CREATE CATALOG lake WITH ('type' = 'delta', 'path' = '"
            + folder.resolve("lake").toUri()
            + "')");
    tables.useCatalog("lake");
    tables.executeSql("CREATE DATABASE IF NOT EXISTS `raw`");
    tables.executeSql("CREATE TABLE IF NOT EXISTS `raw`.orders (customer STRING, price INT)");
    tables.executeSql("INSERT INTO " + table + " VALUES " + values).await();
  }
}
