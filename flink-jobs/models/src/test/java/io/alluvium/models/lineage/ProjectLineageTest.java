package io.alluvium.models.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.models.ModelsOptions;
import io.alluvium.models.ProjectFolder;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.ProjectCompiler;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.lineage.ModelLineage.Input;
import io.alluvium.models.run.ModelsProject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectLineageTest {
  @TempDir Path folder;

  @Test
  void endsAtTheModelsThatAModelReads() throws Exception {
    new ProjectFolder(folder)
        .file(
            "models/raw.yml",
            "sources:",
            "  - name: raw",
            "    tables:",
            "      - name: orders",
            "        config: {watermark: {column: placed, delay: 5 seconds}}",
            "        columns:",
            "          - {name: customer, data_type: STRING}",
            "          - {name: price, data_type: DOUBLE}",
            "          - {name: placed, data_type: TIMESTAMP_LTZ(3)}")
        .file(
            "models/priced.sql",
            "SELECT customer, price * 2 AS price, _event_time FROM {{ source('raw', 'orders') }}",
            "WHERE placed > TO_TIMESTAMP_LTZ(0, 3)")
        .file(
            "models/hourly.sql",
            "{{ config(materialized='incremental', schema='gold') }}",
            "SELECT window_start, SUM(price) AS total",
            "FROM TABLE(TUMBLE(TABLE {{ ref('priced') }}, DESCRIPTOR(_event_time),"
                + " INTERVAL '1' HOUR))",
            "GROUP BY window_start, window_end")
        .file(
            "models/large.sql",
            "{{ config(materialized='incremental', schema='gold') }}",
            "SELECT window_start AS hours, total FROM {{ ref('hourly') }} WHERE total > 100");

    assertThat(lineage(folder, List.of("priced", "hourly", "large")))
        .containsExactly(
            "priced.customer <- raw.orders.customer identity",
            "priced.price <- raw.orders.price transformation",
            "priced._event_time <- raw.orders.placed transformation",
            "priced rows <- raw.orders.placed filter",
            "hourly.window_start <- priced._event_time transformation",
            "hourly.total <- priced.price aggregation",
            "hourly rows <- priced._event_time group_by",
            "large.hours <- hourly.window_start identity",
            "large.total <- hourly.total identity",
            "large rows <- hourly.total filter");
  }

  @Test
  void knowsAllModelsOfThisRepository() {
    List<String> lines = lineage(Path.of("../../sql"), List.of());

    assertThat(lines).noneMatch(line -> line.contains("not known"));
    assertThat(lines)
        .contains(
            "int_reading.temperature <- bronze.reading.temperature_c transformation",
            "int_station_day.temperature_mean <- int_reading.temperature aggregation",
            "int_building_daily.temperature_mean <- int_station_day.temperature_mean identity",
            "int_building_daily.heating_degree_days <- int_comfort_policy.base_temperature"
                + " transformation",
            "int_building_daily rows <- int_building.primary_usage join",
            "building_daily.building <- int_building_daily.building identity",
            "serving_building_daily.readings <- building_daily.readings identity");
  }

  /** A line for each column that something comes from. */
  private static List<String> lineage(Path project, List<String> only) {
    Configuration options = new Configuration();
    options.set(ModelsOptions.PROJECT_PATH, project.toString());
    options.set(ModelsOptions.LAKE_PATH, "file:///no/lake");
    ModelsProject models = ModelsProject.withoutLake(options);
    List<String> lines = new ArrayList<>();
    try (ProjectCompiler compiler = models.compiler()) {
      Map<String, JobScript> scripts = compiler.compile();
      ProjectLineage lineage =
          ProjectLineage.of(models.project(), models.graph(), compiler, scripts);
      for (ModelNode node : models.graph().models()) {
        if (only.isEmpty() || only.contains(node.name())) {
          ModelLineage one = lineage.of(node).orElseThrow();
          one.problem().ifPresent(problem -> lines.add(node.name() + " not known: " + problem));
          one.columns()
              .forEach(
                  (column, inputs) ->
                      inputs.forEach(
                          input -> lines.add(node.name() + "." + column + " <- " + text(input))));
          one.rows().forEach(input -> lines.add(node.name() + " rows <- " + text(input)));
        }
      }
    }
    return lines;
  }

  private static String text(Input input) {
    return input.node().name()
        + "."
        + input.column()
        + " "
        + input.use().name().toLowerCase(Locale.ROOT);
  }
}
