package io.alluvium.models.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.models.ModelsOptions;
import io.alluvium.models.ProjectFolder;
import io.alluvium.models.compile.ProjectCompiler;
import io.alluvium.models.run.ModelsProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
  @TempDir Path folder;

  private Path lake;

  @BeforeEach
  void project() throws Exception {
    lake = folder.resolve("lake");
    new ProjectFolder(folder)
        .file("models/raw.yml", "sources: [{name: raw, tables: [{name: orders}]}]")
        .file("models/large.sql", "SELECT * FROM {{ source('raw', 'orders') }} WHERE price > 9")
        .file(
            "models/total.sql",
            "{{ config(materialized='table', unique_key='id', schema='gold') }}",
            "SELECT id, SUM(price) AS total FROM {{ ref('large') }} GROUP BY id");
    TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inBatchMode());
    tables.executeSql(
        "CREATE CATALOG lake WITH ('type' = 'delta', 'path' = '" + lake.toUri() + "')");
    tables.executeSql("CREATE DATABASE lake.`raw`");
    tables.executeSql(
        "CREATE TABLE lake.`raw`.orders (id BIGINT COMMENT 'Order', price DECIMAL(9, 2))"
            + " COMMENT 'As they come.'");
  }

  @Test
  void tellsWhatTheTablesReallyAre() throws Exception {
    JsonNode json = catalog();

    assertThat(json.at("/metadata/dbt_schema_version").asText()).endsWith("catalog/v1.json");
    JsonNode orders = json.at("/sources/source.shop.raw.orders");
    assertThat(orders.at("/metadata/type").asText()).isEqualTo("table");
    assertThat(orders.at("/metadata/comment").asText()).isEqualTo("As they come.");
    assertThat(orders.at("/columns/id/comment").asText()).isEqualTo("Order");
    assertThat(orders.at("/columns/price/type").asText()).isEqualTo("DECIMAL(9, 2)");
    assertThat(orders.at("/columns/price/index").asInt()).isEqualTo(2);
    assertThat(orders.at("/columns/price/comment").isNull()).isTrue();
    assertThat(orders.at("/stats/version/value").asLong()).isZero();
    assertThat(orders.at("/stats/num_rows/value").asLong()).isZero();
    assertThat(orders.at("/stats/last_modified/value").asText()).startsWith("20").endsWith("Z");
    JsonNode large = json.at("/nodes/model.shop.large");
    assertThat(large.at("/metadata/type").asText()).isEqualTo("view");
    assertThat(large.at("/columns/price/type").asText()).isEqualTo("DECIMAL(9, 2)");
    assertThat(json.at("/nodes").has("model.shop.total")).as("it never ran").isFalse();
    assertThat(json.at("/errors").isNull()).isTrue();
  }

  @Test
  void aDamagedTableIsAnErrorOfItsOwn() throws Exception {
    Path log = lake.resolve("gold/total/_delta_log");
    Files.createDirectories(log);
    Files.writeString(log.resolve("00000000000000000000.json"), "{\"metaData\":");

    JsonNode json = catalog();

    assertThat(json.at("/errors")).hasSize(1);
    assertThat(json.at("/errors/0").asText()).startsWith("model.shop.total: ");
    assertThat(json.at("/sources")).hasSize(1);
  }

  private JsonNode catalog() throws Exception {
    Configuration options = new Configuration();
    options.set(ModelsOptions.PROJECT_PATH, folder.toString());
    options.set(ModelsOptions.LAKE_PATH, lake.toUri().toString());
    ModelsProject project = ModelsProject.withoutLake(options);
    try (ProjectCompiler compiler = project.compiler().rebuilding(model -> true)) {
      Catalog catalog =
          new Catalog(
              Invocation.begin("docs", Map.of()),
              project.graph(),
              CompiledModels.of(compiler.compile()),
              lake.toUri().toString());
      return new ObjectMapper().readTree(catalog.json());
    }
  }
}
