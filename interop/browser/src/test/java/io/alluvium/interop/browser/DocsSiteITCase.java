package io.alluvium.interop.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.models.ModelsOptions;
import io.alluvium.models.artifacts.GenericTests;
import io.alluvium.models.artifacts.Invocation;
import io.alluvium.models.artifacts.NodeResult;
import io.alluvium.models.artifacts.NodeResult.Status;
import io.alluvium.models.artifacts.RunResults;
import io.alluvium.models.docs.DocsSite;
import io.alluvium.models.run.ModelsProject;
import io.alluvium.models.run.TargetFolder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documentation as a person sees it: opened as a file, without a network. */
class DocsSiteITCase {
  private static final Path PICTURES = Path.of("target/pictures");

  @TempDir Path folder;

  @Test
  void showsThisRepositorysModelsDownToTheirColumns() throws Exception {
    Path lake = folder.resolve("lake");
    TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inBatchMode());
    tables.executeSql(
        "CREATE CATALOG lake WITH ('type' = 'delta', 'path' = '" + lake.toUri() + "')");
    tables.executeSql("CREATE DATABASE lake.gold");
    tables.executeSql(
        "CREATE TABLE lake.gold.usage_monthly (primary_usage STRING NOT NULL, month_start DATE NOT"
            + " NULL, buildings BIGINT, heating_degree_days DOUBLE, cooling_degree_days DOUBLE,"
            + " floor_area_m2 DOUBLE, PRIMARY KEY (primary_usage, month_start) NOT ENFORCED)");
    Configuration options = new Configuration();
    options.set(ModelsOptions.PROJECT_PATH, Path.of("../../sql").toString());
    options.set(ModelsOptions.LAKE_PATH, lake.toUri().toString());
    ModelsProject models = ModelsProject.withoutLake(options);
    TargetFolder target = new TargetFolder(folder.resolve("target"));
    target.write(results(models));
    Path file =
        new DocsSite(models, lake.toUri().toString(), target)
            .write(Invocation.begin("docs", Map.of()));

    try (Browser browser = Browser.start(folder);
        Page page = browser.open(file.toUri())) {
      projectIsShown(page);
      aModelIsShown(page);
      aColumnIsTraced(page);
      searchFindsColumns(page);
      coloursChange(page);
      everyControlHasAName(page);
      assertThat(page.errors()).isEmpty();
      assertThat(page.requests()).allMatch(url -> URI.create(url).getScheme().equals("file"));
    }
  }

  private static RunResults results(ModelsProject models) {
    RunResults results = new RunResults(Invocation.begin("test", Map.of()));
    GenericTests.of(models.graph())
        .values()
        .forEach(
            test ->
                results.add(
                    test.tested().name().equals("building_daily")
                        ? NodeResult.of(test.id(), Status.FAIL)
                            .withFailures(2)
                            .withMessage("<b>2 rows</b> without a building")
                        : NodeResult.of(test.id(), Status.PASS)));
    return results;
  }

  private static void projectIsShown(Page page) throws Exception {
    assertThat(page.text("h1")).isEqualTo("alluvium");
    assertThat(page.text("main"))
        .contains("3 sources", "Tests passed", "building not_null fail (2)");
    assertThat(page.evaluate("document.querySelectorAll('.graph .node').length").asInt())
        .isGreaterThan(15);
    page.screenshot(PICTURES.resolve("project.png"));
  }

  private static void aModelIsShown(Page page) throws Exception {
    page.evaluate(
        "[...document.querySelectorAll('#nav a')].find(a => a.innerText === 'building_daily')"
            + ".click()");
    page.await("document.querySelector('h1').innerText === 'building_daily'");
    assertThat(page.text("main"))
        .contains(
            "Weather and degree days of each building and UTC day.",
            "gold.building_daily",
            "building, reading_date",
            "<b>2 rows</b> without a building",
            "int_building_daily.temperature_mean")
        .doesNotContain("{{ ref(");
    assertThat(page.text("pre")).contains("FROM `lake`.`intermediate`.`int_building_daily`");
    assertThat(page.evaluate("document.activeElement.tagName").asText()).isEqualTo("H1");
    page.evaluate("document.querySelectorAll('[role=tab]')[1].click()");
    assertThat(page.text("pre")).contains("{{ ref('int_building_daily') }}");
    page.screenshot(PICTURES.resolve("model.png"));
  }

  private static void aColumnIsTraced(Page page) throws Exception {
    page.evaluate("document.querySelector('.tools input').click()");
    page.evaluate(
        "document.querySelector('[data-key=\"model.alluvium.building_daily heating_degree_days\"]')"
            + ".dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}))");
    JsonNode traced =
        page.evaluate("[...document.querySelectorAll('.column.on')].map(c => c.dataset.key)");
    assertThat(traced)
        .extracting(JsonNode::asText)
        .contains(
            "source.alluvium.bronze.reading temperature_c",
            "source.alluvium.bronze.comfort_policy base_temperature",
            "model.alluvium.int_building_daily heating_degree_days",
            "model.alluvium.serving_building_daily heating_degree_days")
        .doesNotContain(
            "model.alluvium.building_daily readings", "source.alluvium.bronze.reading humidity");
    page.screenshot(PICTURES.resolve("column.png"));
  }

  private static void searchFindsColumns(Page page) throws Exception {
    page.evaluate("document.getElementById('search').focus()");
    page.type("longest_gap_min");
    page.await("document.querySelectorAll('#nav a').length === 2");
    assertThat(page.text("#nav")).contains("station_health", "column longest_gap_minutes");
    page.evaluate(
        "document.getElementById('search').dispatchEvent(new KeyboardEvent('keydown',"
            + " {key: 'Enter', bubbles: true}))");
    page.await("document.querySelector('h1').innerText === 'station_health'");
  }

  private static void coloursChange(Page page) throws Exception {
    String light = page.evaluate("getComputedStyle(document.body).backgroundColor").asText();
    page.evaluate("document.getElementById('theme').click()");
    String dark = page.evaluate("getComputedStyle(document.body).backgroundColor").asText();
    assertThat(dark).isNotEqualTo(light);
    page.screenshot(PICTURES.resolve("dark.png"));
  }

  private static void everyControlHasAName(Page page) throws Exception {
    assertThat(
            page.evaluate(
                "[...document.querySelectorAll('button, input, a, [role=button], [role=region]')]"
                    + ".filter(e => !(e.textContent.trim() || e.getAttribute('aria-label')"
                    + " || e.closest('label')?.innerText.trim())).map(e => e.outerHTML)"))
        .isEmpty();
    assertThat(page.evaluate("document.querySelectorAll('h1').length").asInt()).isEqualTo(1);
    assertThat(Files.size(PICTURES.resolve("model.png"))).isPositive();
  }
}
