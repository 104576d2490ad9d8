package io.alluvium.models.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.models.ProjectFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectReaderTest {
  @TempDir Path folder;
  private ProjectFolder files;

  @BeforeEach
  void begin() throws Exception {
    files = new ProjectFolder(folder);
  }

  @Test
  void theMoreSpecialPlaceOfAConfigurationCounts() throws Exception {
    files
        .file(
            "dbt_project.yml",
            "name: shop",
            "vars: {layer: gold, shop: {layer: silver}}",
            "models:",
            "  +tags: all",
            "  +meta: {a: 1, b: 1}",
            "  shop:",
            "    +materialized: view",
            "    +schema: \"{{ var('layer') }}\"",
            "    daily:",
            "      +materialized: table",
            "      +job: days",
            "      +parallelism: 1",
            "      +tags: [daily]")
        .file(
            "models/daily/m.yml",
            "models:",
            "  - name: kpi",
            "    description: >",
            "      A figure.",
            "    config: {parallelism: 2, alias: figure, meta: {b: 2}}",
            "    columns: [{name: a, data_type: BIGINT, description: An a}]")
        .file(
            "models/daily/kpi.sql",
            "{{ config(parallelism=var('given'), unique_key='a', tags=['own']) }}",
            "SELECT a FROM {{ ref('base') }}, {{ source('bronze', 'b') }}")
        .file("models/base.sql", "SELECT 1 AS a");

    Project project = files.read();
    assertThat(project.models()).extracting(Model::name).containsExactly("base", "kpi");
    Model kpi = project.models().get(1);
    ModelConfig config = kpi.config();
    assertThat(config.materialization()).isEqualTo(Materialization.TABLE);
    assertThat(config.schema()).isEqualTo("silver");
    assertThat(config.parallelism()).contains(7);
    assertThat(config.job()).isEqualTo("days");
    assertThat(config.tags()).containsExactly("all", "daily", "own");
    assertThat(config.uniqueKey()).containsExactly("a");
    assertThat(config.values()).containsEntry("meta", Map.of("a", 1L, "b", 2L));
    assertThat(kpi.alias()).isEqualTo("figure");
    assertThat(kpi.folders()).containsExactly("daily");
    assertThat(kpi.properties().description()).isEqualTo("A figure.");
    assertThat(kpi.references())
        .containsExactly(new Reference("", "base", 2), new Reference("bronze", "b", 2));
    assertThat(project.models().get(0).config().materialization()).isEqualTo(Materialization.VIEW);
  }

  @Test
  void leavesOutWhatIsNotEnabled() throws Exception {
    files
        .file("models/a.sql", "{{ config(enabled=false) }} SELECT 1")
        .file("models/b.sql", "SELECT 1");
    assertThat(files.read().models()).extracting(Model::name).containsExactly("b");
  }

  @Test
  void readsSourcesSeedsAndUnitTests() throws Exception {
    files
        .file(
            "models/all.yml",
            "sources:",
            "  - name: raw",
            "    schema: bronze",
            "    tags: [fast]",
            "    tables:",
            "      - name: order",
            "        identifier: orders",
            "        config: {watermark: {column: at, delay: 5 minutes}}",
            "unit_tests:",
            "  - {name: t, model: a, given: [], expect: {rows: []}}")
        .file("models/a.sql", "SELECT 1")
        .file("seeds/country.csv", "a,b", "1,2");
    Project project = files.read();
    SourceTable source = project.sources().get(0);
    assertThat(source.schema()).isEqualTo("bronze");
    assertThat(source.table()).isEqualTo("orders");
    assertThat(source.tags()).isEqualTo(List.of("fast"));
    assertThat(source.watermark()).contains(new Watermark("at", "INTERVAL '5' MINUTE"));
    assertThat(project.seeds()).extracting(Seed::name).containsExactly("country");
    assertThat(project.unitTests()).hasSize(1);
  }
}
