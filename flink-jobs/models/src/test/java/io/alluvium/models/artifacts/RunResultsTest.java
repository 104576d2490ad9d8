package io.alluvium.models.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.models.ModelException;
import io.alluvium.models.artifacts.FreshnessResult.Criteria;
import io.alluvium.models.artifacts.FreshnessResult.Limit;
import io.alluvium.models.artifacts.FreshnessResult.Period;
import io.alluvium.models.artifacts.NodeResult.Status;
import io.alluvium.models.run.TargetFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunResultsTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123456789Z");

  @TempDir Path folder;

  @Test
  void tellsWhatBecameOfEachNode() throws Exception {
    RunResults results = new RunResults(Invocation.begin("build", Map.of("select", List.of("a+"))));
    results.add(
        NodeResult.of(
                "model.shop.a",
                Status.SUCCESS,
                Timing.compile(NOON, NOON.plusMillis(250)),
                Timing.execute(NOON.plusMillis(500), NOON.plusMillis(1500)))
            .withCompiledCode("SELECT 1 AS redis FROM 'redis://u:secret@h:1'")
            .withRelationName("`lake`.`gold`.`a`")
            .withResponse(Map.of("rows_affected", 3)));
    results.add(
        NodeResult.of("test.shop.unique_a", Status.FAIL).withFailures(2).withMessage("2 rows"));
    new TargetFolder(folder).write(results);

    JsonNode json = read("run_results.json");
    assertThat(json.at("/metadata/dbt_schema_version").asText()).endsWith("run-results/v6.json");
    assertThat(json.at("/args/which").asText()).isEqualTo("build");
    assertThat(json.at("/args/select/0").asText()).isEqualTo("a+");
    JsonNode model = json.at("/results/0");
    assertThat(model.at("/status").asText()).isEqualTo("success");
    assertThat(model.at("/timing/0/started_at").asText()).isEqualTo("2026-01-31T12:00:00.123456Z");
    assertThat(model.at("/execution_time").asDouble()).isEqualTo(1.5);
    assertThat(model.at("/compiled_code").asText()).contains("******").doesNotContain("secret");
    assertThat(model.at("/adapter_response/rows_affected").asInt()).isEqualTo(3);
    JsonNode test = json.at("/results/1");
    assertThat(test.at("/failures").asLong()).isEqualTo(2);
    assertThat(test.at("/compiled").asBoolean()).isFalse();
    assertThat(test.has("relation_name")).as("keys are there even where null").isTrue();
  }

  @Test
  void aLaterCommandHidesNothingOfAnEarlierOne() throws Exception {
    TargetFolder target = new TargetFolder(folder);
    RunResults test = new RunResults(Invocation.begin("test", Map.of()));
    test.add(NodeResult.of("test.shop.unique_a", Status.FAIL));
    test.add(NodeResult.of("test.shop.unique_b", Status.FAIL));
    target.write(test);
    RunResults again = new RunResults(Invocation.begin("test", Map.of()));
    again.add(NodeResult.of("test.shop.unique_a", Status.PASS));
    target.write(again);

    assertThat(LastResults.read(target.lastResults()).byNode())
        .hasEntrySatisfying(
            "test.shop.unique_a", one -> assertThat(one).containsEntry("status", "pass"))
        .hasEntrySatisfying(
            "test.shop.unique_b",
            one -> assertThat(one).containsEntry("status", "fail").containsEntry("command", "test"))
        .hasSize(2);
    assertThat(read("run_results.json").at("/results")).hasSize(1);

    Files.writeString(target.lastResults(), "{");
    assertThatThrownBy(() -> target.write(again))
        .isInstanceOf(ModelException.class)
        .hasMessageEndingWith("remove it, and the next command writes it anew");
  }

  @Test
  void tellsHowFreshSourcesAre() throws Exception {
    FreshnessResults results = new FreshnessResults(Invocation.begin("freshness", Map.of()));
    Criteria criteria =
        new Criteria(
            Optional.of(new Limit(6, Period.HOUR)), Optional.empty(), Optional.of("_op <> 'd'"));
    results.add(
        new FreshnessResult.Measured(
            "source.shop.raw.orders",
            FreshnessResult.Status.WARN,
            NOON.minusSeconds(90),
            NOON,
            criteria,
            Timing.execute(NOON, NOON.plusMillis(125))));
    results.add(new FreshnessResult.Failed("source.shop.raw.lines", "there is no such table"));
    new TargetFolder(folder).write(results);

    JsonNode json = read("sources.json");
    assertThat(json.at("/metadata/dbt_schema_version").asText()).endsWith("sources/v3.json");
    JsonNode orders = json.at("/results/0");
    assertThat(orders.at("/max_loaded_at_time_ago_in_s").asDouble()).isEqualTo(90);
    assertThat(orders.at("/criteria/warn_after/period").asText()).isEqualTo("hour");
    assertThat(orders.at("/criteria/error_after").isNull()).isTrue();
    assertThat(json.at("/results/1/status").asText()).isEqualTo("runtime error");
  }

  private JsonNode read(String name) throws Exception {
    return new ObjectMapper().readTree(folder.resolve(name).toFile());
  }
}
