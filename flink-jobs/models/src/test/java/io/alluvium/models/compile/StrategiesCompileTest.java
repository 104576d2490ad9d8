package io.alluvium.models.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.models.ModelsOptions;
import io.alluvium.models.ProjectFolder;
import io.alluvium.models.run.ModelsProject;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrategiesCompileTest {
  private static final String[] SOURCES = {
    "sources:",
    "  - name: raw",
    "    tables:",
    "      - name: orders",
    "        columns:",
    "          - {name: id, data_type: BIGINT}",
    "          - {name: price, data_type: DOUBLE}",
    "          - {name: at, data_type: TIMESTAMP_LTZ(6)}"
  };

  @TempDir Path dir;

  @Test
  void aJobWithHintsDoesNotShareItsScans() throws Exception {
    ProjectFolder project =
        new ProjectFolder(dir.resolve("project"))
            .file("models/sources.yml", SOURCES)
            .file(
                "models/ids.sql",
                "{{ config(materialized='incremental') }}",
                "SELECT id FROM {{ source('raw', 'orders') }} /*+ OPTIONS('scan.version' = '1') */")
            .file(
                "models/prices.sql",
                "{{ config(materialized='incremental') }}",
                "SELECT price FROM {{ source('raw', 'orders') }}");
    String setting = "SET 'table.optimizer.reuse-source-enabled' = 'false'";

    assertThat(compile().get("models").text()).contains(setting);

    project.file("models/ids.sql", "SELECT id FROM {{ source('raw', 'orders') }}");
    assertThat(compile().get("models").text()).doesNotContain("reuse-source-enabled");
  }

  @Test
  void readersInTheJobSeeTheRowsOfTheTable() throws Exception {
    ProjectFolder project =
        new ProjectFolder(dir.resolve("project"))
            .file("models/sources.yml", SOURCES)
            .file(
                "models/merged.sql",
                "{{ config(materialized='incremental', unique_key='id') }}",
                "SELECT id, price FROM {{ source('raw', 'orders') }}")
            .file(
                "models/summed.sql",
                "{{ config(materialized='table', unique_key='id') }}",
                "SELECT id, SUM(price) AS total FROM {{ source('raw', 'orders') }} GROUP BY id")
            .file(
                "models/other_key.sql",
                "{{ config(materialized='table', unique_key='total') }}",
                "SELECT id, total FROM {{ ref('summed') }}")
            .file(
                "models/days.sql",
                "{{ config(materialized='incremental', incremental_strategy='insert_overwrite',",
                "          partition_by={'field': 'month_start', 'granularity': 'month'},",
                "          watermark={'column': 'latest', 'delay': '3 hours'}) }}",
                "SELECT FLOOR(`at` TO MONTH) AS month_start, MAX(`at`) AS latest",
                "FROM {{ source('raw', 'orders') }} GROUP BY FLOOR(`at` TO MONTH)");
    for (String read : new String[] {"merged", "summed", "other_key", "days"}) {
      project.file(
          "models/reader_of_" + read + ".sql",
          "{{ config(materialized='table', unique_key='n') }}",
          "SELECT COUNT(*) AS n FROM {{ ref('" + read + "') }}");
    }

    String script = compile().get("models").text();

    assertThat(script)
        .contains(
            "ROW_NUMBER() OVER (PARTITION BY `id` ORDER BY `__arrival` DESC)",
            "SELECT COUNT(*) AS n FROM `lake`.`default`.`merged__rows`",
            "SELECT COUNT(*) AS n FROM `lake`.`default`.`summed__rows`",
            "SELECT COUNT(*) AS n FROM `lake`.`default`.`other_key`;",
            "SELECT COUNT(*) AS n FROM `lake`.`default`.`days__events`",
            "INSERT OVERWRITE `lake`.`default`.`days` (`month_start`, `latest`)",
            "'write.hold.span' = 'month'",
            "'write.hold.time-column' = 'latest'",
            "'write.hold.delay' = '10800 s'")
        .containsOnlyOnce("ROW_NUMBER()");
  }

  @Test
  void rowsWaitForOthersAsLongAsNobodySeesIt() throws Exception {
    new ProjectFolder(dir.resolve("project"))
        .file("models/sources.yml", SOURCES)
        .file(
            "models/summed.sql",
            "{{ config(materialized='table', unique_key='id') }}",
            "SELECT id, SUM(price) AS total FROM {{ source('raw', 'orders') }} GROUP BY id")
        .file(
            "models/pushed.sql",
            "{{ config(materialized='push', connector='redis', unique_key='id', job='serving',",
            "          options={'uri': 'redis://127.0.0.1:1', 'key.prefix': 'k'}) }}",
            "SELECT id, SUM(price) AS total FROM {{ source('raw', 'orders') }} GROUP BY id");

    Map<String, JobScript> scripts = compile();

    assertThat(scripts.get("models").text()).contains("allow-latency' = '10000 ms'");
    assertThat(scripts.get("serving").text()).contains("allow-latency' = '20 ms'");
  }

  @Test
  void aRetentionTellsWhichTotalsItCanMakeWrong() throws Exception {
    new ProjectFolder(dir.resolve("project"))
        .file("models/sources.yml", SOURCES)
        .file(
            "models/summed.sql",
            "{{ config(materialized='table', unique_key='id', state_ttl='36 h') }}",
            "SELECT id, SUM(price) AS total FROM {{ source('raw', 'orders') }} GROUP BY id")
        .file(
            "models/added.sql",
            "{{ config(materialized='incremental') }}",
            "SELECT id, price FROM {{ source('raw', 'orders') }}");
    Configuration options = options();
    try (ProjectCompiler compiler = ModelsProject.withoutLake(options).compiler()) {
      JobScript script = compiler.compile().get("models");

      assertThat(script.text()).contains("SET 'table.exec.state.ttl' = '36 h'");
      assertThat(compiler.warnings(script))
          .singleElement()
          .asString()
          .startsWith("models/summed.sql: state_ttl is 36 h;")
          .endsWith("which makes wrong: total (GroupAggregate)");
    }
  }

  @Test
  void aSnapshotKeepsTheVersionsOfRows() throws Exception {
    new ProjectFolder(dir.resolve("project"))
        .file("models/sources.yml", SOURCES)
        .file(
            "snapshots/order_history.sql",
            "{% snapshot order_history %}",
            "{{ config(strategy='check', unique_key='id', check_cols='all',",
            "          hard_deletes='new_record', schema='history') }}",
            "SELECT id, price FROM {{ source('raw', 'orders') }}",
            "{% endsnapshot %}")
        .file(
            "snapshots/history.yml",
            "snapshots:",
            "  - name: price_history",
            "    relation: source('raw', 'orders')",
            "    config: {strategy: timestamp, unique_key: id, updated_at: at}",
            "    columns: [{name: dbt_valid_to, description: Null as long as it is valid.}]");
    ModelsProject project = ModelsProject.withoutLake(options());
    assertThat(project.graph().named("order_history").id())
        .isEqualTo("snapshot.shop.order_history");

    assertThat(compile().get("models").text())
        .contains(
            "PRIMARY KEY (`id`, `dbt_valid_from`) NOT ENFORCED",
            "'write.history.check-columns' = 'id;price'",
            "'write.history.deletes' = 'new-record'",
            "`dbt_is_deleted` STRING",
            "'write.history.updated-at' = 'at'",
            "`at` AS `dbt_valid_from`",
            "COMMENT 'Null as long as it is valid.'");
  }

  private Map<String, JobScript> compile() {
    try (ProjectCompiler compiler = ModelsProject.withoutLake(options()).compiler()) {
      Map<String, JobScript> scripts = compiler.compile();
      scripts.values().forEach(compiler::plan);
      return scripts;
    }
  }

  private Configuration options() {
    Configuration options = new Configuration();
    options.set(ModelsOptions.PROJECT_PATH, dir.resolve("project").toString());
    options.set(ModelsOptions.LAKE_PATH, dir.resolve("lake").toUri().toString());
    return options;
  }
}
