package io.alluvium.models.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.models.deploy.Change.Kind;
import io.alluvium.models.deploy.ProjectRun.Planned;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that call functions whose code is another than when they were started. */
class FunctionChangesITCase {
  @TempDir Path folder;

  private Shop shop;

  @BeforeEach
  void runningProject() throws Exception {
    shop = new Shop(folder, new LocalHost(null));
    shop.file(
        "dbt_project.yml",
        "name: shop\nmodels: {shop: {+schema: gold}}\non-run-start: ['LOAD MODULE alluvium']");
    shop.orders("('a', 1)");
    shop.file(
        "models/masked.sql",
        "SELECT MASK_TEXT(customer, 1, 0) AS customer, price FROM {{ ref('priced') }}");
    shop.model(
        "spent",
        "materialized='table', unique_key='customer'",
        "SELECT customer, SUM(price) AS spent FROM {{ ref('masked') }} GROUP BY customer");
    shop.model(
        "plain", "materialized='incremental'", "SELECT customer, price FROM {{ ref('priced') }}");
    shop.home().write(planned().next());
  }

  private Planned planned() throws Exception {
    List<Planned> planned = shop.plan(false);
    assertThat(planned).hasSize(1);
    return planned.get(0);
  }

  private Map<String, String> changes() throws Exception {
    return planned().changes().stream()
        .collect(
            Collectors.toMap(Change::name, change -> change.kind() + " " + change.functions()));
  }

  private void note(Map<String, String> functions) throws Exception {
    DeployedJob job = shop.home().read("models").orElseThrow();
    shop.home()
        .write(
            job.map(
                generation -> {
                  Map<String, DeployedModel> models = new LinkedHashMap<>(generation.models());
                  models.computeIfPresent(
                      "model.shop.spent", (id, model) -> model.withFunctions(functions));
                  return generation.withModels(models);
                }));
  }

  @Test
  void areOtherModelsAndTheReasonIsNamed() throws Exception {
    assertThat(changes())
        .isEqualTo(Map.of("gold.spent", "UNCHANGED []", "gold.plain", "UNCHANGED []"));

    note(Map.of("mask_text", "of a former release"));

    assertThat(changes())
        .isEqualTo(Map.of("gold.spent", "NEW [mask_text]", "gold.plain", "UNCHANGED []"));
    assertThat(new Change("m", "gold.spent", Kind.BUILDING, List.of("mask_text")).text())
        .isEqualTo("to be built beside its table and swapped (other code of mask_text)");
  }

  @Test
  void areTakenAsTheyAreWhereTheyWereNotNoted() throws Exception {
    note(null);

    assertThat(changes().get("gold.spent")).isEqualTo("UNCHANGED []");
    assertThat(planned().next().live("model.shop.spent").orElseThrow().functions())
        .containsOnlyKeys("mask_text");
  }
}
