package io.alluvium.models.compile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.models.ModelsOptions;
import io.alluvium.models.ProjectFolder;
import io.alluvium.models.artifacts.Invocation;
import io.alluvium.models.artifacts.Manifest;
import io.alluvium.models.run.ModelsProject;
import io.alluvium.models.run.TargetFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectCompilerTest {
  @TempDir Path folder;

  @Test
  void fusesTheModelsOfAJobAndReadsThoseOfOthersFromTheLake() throws Exception {
    new ProjectFolder(folder)
        .file(
            "models/all.yml",
            "sources:",
            "  - name: raw",
            "    tables:",
            "      - name: orders",
            "        columns:",
            "          - {name: id, data_type: BIGINT}",
            "          - {name: price, data_type: DOUBLE}",
            "models:",
            "  - name: total",
            "    description: It's the sum.",
            "    columns:",
            "      - {name: id, description: Order, data_tests: [not_null]}")
        .file("models/priced.sql", "SELECT * FROM {{ source('raw', 'orders') }} WHERE price > 0")
        .file(
            "models/total.sql",
            "{{ config(materialized='table', unique_key='id', schema='gold') }}",
            "SELECT id, SUM(price) AS total FROM {{ ref('priced') }} GROUP BY id")
        .file(
            "models/large.sql",
            "{{ config(materialized='table', unique_key='id', schema='gold') }}",
            "SELECT id FROM {{ ref('total') }} WHERE total > 100")
        .file(
            "models/all_prices.sql",
            "{{ config(materialized='incremental', schema='gold', job='prices') }}",
            "SELECT id, price FROM {{ ref('priced') }}")
        .file(
            "models/served.sql",
            "{{ config(materialized='push', connector='redis', unique_key='id', job='serving',"
                + " options={'uri': 'redis://u:secret@127.0.0.1:1', 'key.prefix': 'k'}) }}",
            "SELECT id, total FROM {{ ref('total') }}")
        .file(
            "models/versioned.sql",
            "{{ config(materialized='push', connector='redis', unique_key='id', job='serving',"
                + " options={'uri': 'redis://127.0.0.1:1', 'key.prefix': 'v', 'version.column':"
                + " '_commit_version'}) }}",
            "SELECT id, _commit_version FROM {{ ref('total') }}");
    Configuration options = new Configuration();
    options.set(ModelsOptions.PROJECT_PATH, folder.toString());
    Path lake = folder.resolve("lake");
    options.set(ModelsOptions.LAKE_PATH, lake.toUri().toString());
    ModelsProject project = ModelsProject.withoutLake(options);
    try (ProjectCompiler compiler = project.compiler()) {
      Map<String, JobScript> scripts = compiler.compile();

      assertThat(scripts).containsOnlyKeys("models", "prices", "serving");
      assertThat(scripts.get("models").text())
          .contains(
              "CREATE TEMPORARY VIEW `lake`.`default`.`priced` AS\nSELECT * FROM"
                  + " `lake`.`raw`.`orders` WHERE price > 0;",
              "CREATE TEMPORARY VIEW `lake`.`gold`.`total__rows` AS\nSELECT id, SUM(price)",
              "  `id` BIGINT NOT NULL COMMENT 'Order',\n  `total` DOUBLE,\n"
                  + "  PRIMARY KEY (`id`) NOT ENFORCED\n)\nCOMMENT 'It''s the sum.'",
              "INSERT INTO `lake`.`gold`.`total` (`id`, `total`)\nSELECT `id`, `total`\n"
                  + "FROM `lake`.`gold`.`total__rows`;",
              "INSERT INTO `lake`.`gold`.`large` (`id`)\n"
                  + "SELECT id FROM `lake`.`gold`.`total__rows` WHERE total > 100;")
          .doesNotContain("all_prices", "served", "buffer-timeout");
      assertThat(scripts.get("prices").text())
          .contains("VIEW `lake`.`default`.`priced`", "INSERT INTO `lake`.`gold`.`all_prices`");
      assertThat(scripts.get("serving").text())
          .contains(
              "CREATE TABLE IF NOT EXISTS `lake`.`gold`.`total`",
              "CREATE TEMPORARY TABLE IF NOT EXISTS `lake`.`default`.`served`",
              "redis://u:******@127.0.0.1:1",
              "SELECT id, total FROM `lake`.`gold`.`total`;",
              "`_commit_version` BIGINT METADATA FROM 'commit_version' VIRTUAL\n) LIKE"
                  + " `lake`.`gold`.`total`",
              "SELECT id, _commit_version FROM `lake`.`gold`.`total__commits`;",
              // Rows that are served do not wait for more of them.
              "SET 'execution.buffer-timeout.interval' = '5 ms'",
              "SET 'table.exec.mini-batch.allow-latency' = '20 ms'")
          .doesNotContain("secret");

      JsonNode plan = new ObjectMapper().readTree(compiler.plan(scripts.get("models")));
      assertThat(plan.path("flinkVersion").asText()).isEqualTo("1.20");
      assertThat(plan.toString())
          .contains(lake.toUri() + "/gold/total")
          .doesNotContain("alluvium-compile");

      Path written =
          new TargetFolder(folder.resolve("target"))
              .write(
                  "manifest.json",
                  new Manifest(
                          Invocation.begin("compile", Map.of()),
                          project.project(),
                          project.graph(),
                          scripts)
                      .json());
      assertThat(written).content().contains("redis://u:******@").doesNotContain("secret");
      assertThat(compiler.plan(scripts.get("serving"))).doesNotContain("secret");
      JsonNode manifest = new ObjectMapper().readTree(written.toFile());
      assertThat(manifest.path("metadata").path("dbt_schema_version").asText())
          .endsWith("manifest/v12.json");
      JsonNode total = manifest.path("nodes").path("model.shop.total");
      assertThat(total.path("columns").path("id").path("data_type").asText()).isEqualTo("BIGINT");
      assertThat(total.path("depends_on").path("nodes").get(0).asText())
          .isEqualTo("model.shop.priced");
      assertThat(manifest.path("child_map").path("model.shop.total"))
          .extracting(JsonNode::asText)
          .contains("model.shop.large", "model.shop.served")
          .anyMatch(id -> id.startsWith("test.shop.not_null_total_id."));
    }
    assertThat(Files.exists(lake)).as("compiling leaves the lake alone").isFalse();
  }
}
