package io.alluvium.models.quality.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.models.LakeRows;
import io.alluvium.models.ModelsOptions;
import io.alluvium.models.ProjectFolder;
import io.alluvium.models.artifacts.FreshnessResult;
import io.alluvium.models.artifacts.NodeResult.Status;
import io.alluvium.models.quality.DataTest;
import io.alluvium.models.quality.Expectation;
import io.alluvium.models.quality.Expectations;
import io.alluvium.models.quality.SingularTest;
import io.alluvium.models.run.ModelsProject;
import io.alluvium.models.run.TargetFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataTestsITCase {
  @TempDir private Path folder;

  private ProjectFolder files;

  @BeforeEach
  void lake() throws Exception {
    files = new ProjectFolder(folder.resolve("project"));
    ExpectationLake.create(lakePath());
  }

  @Test
  void everyExpectationHoldsAndIsViolated() throws Exception {
    List<ExpectationCases.Call> calls = ExpectationCases.all();
    Map<String, Long> kinds =
        calls.stream()
            .collect(
                Collectors.groupingBy(
                    ExpectationCases.Call::kind, TreeMap::new, Collectors.counting()));
    assertThat(kinds.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Expectations.all().stream().map(Expectation::fullName).toList());
    assertThat(
            Expectations.all().stream()
                .filter(kind -> kind.packageName().equals("dbt_expectations")))
        .hasSizeGreaterThanOrEqualTo(40);

    Map<String, DataTestResult> results = run(ExpectationLake.yaml(calls));

    assertThat(results).hasSameSizeAs(calls);
    Map<String, String> wrong = new LinkedHashMap<>();
    for (ExpectationCases.Call call : calls) {
      DataTestResult result = results.get(call.name());
      Status expected = call.failures() == 0 ? Status.PASS : Status.FAIL;
      if (result.status() != expected || result.failures() != call.failures()) {
        wrong.put(call.yaml(), result.status() + " " + result.failures() + " " + result.message());
      } else if (call.failures() > 0) {
        if (result.message().isEmpty()) {
          wrong.put(call.yaml(), "no message");
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(results.values()).allSatisfy(result -> assertThat(result.version()).hasValue(1));
    assertThat(results.get("fail_dbt_expectations_expression_is_true_2").samples())
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("\"id\":5", "\"grp\":\"b\"", "\"price\":5.5", "\"d\":\"2020-01-05\"");
  }

  @Test
  void severitiesThresholdsStoredFailuresAndTestsOfTheProjectsOwn() throws Exception {
    files
        .file(
            "tests/generic/even.sql",
            "{% test even(model, column_name, but) %}",
            "SELECT * FROM {{ model }} WHERE MOD({{ column_name }}, 2) = 1 AND {{ column_name }} <>"
                + " {{ but }}",
            "{% endtest %}")
        .file("models/small.sql", "SELECT n FROM {{ source('raw', 'other') }} WHERE n < 10")
        .file(
            "tests/mistaken.sql",
            "",
            "SELECT *",
            "-- a word that SQL has for itself",
            "FROM {{ ref('small') }} AS one")
        .file("tests/few.sql", "SELECT * FROM {{ ref('small') }} WHERE n > 1")
        .file(
            "tests/none.sql",
            "{{ config(severity='warn') }}",
            "SELECT * FROM {{ source('raw', 'other') }} WHERE n < 0;");
    Map<String, DataTestResult> results =
        run(
            String.join(
                "\n",
                "sources:",
                "- name: raw",
                "  tables:",
                "  - name: t",
                "  - name: other",
                "    columns:",
                "    - name: n",
                "      data_tests:",
                "      - dbt_utils.accepted_range: {name: warned, max_value: 1, severity: warn}",
                "      - dbt_utils.accepted_range:",
                "          name: few_enough",
                "          arguments: {max_value: 1}",
                "          config: {error_if: '>2', warn_if: '>1'}",
                "      - dbt_utils.accepted_range: {name: too_many, max_value: 1, error_if: '>1'}",
                "      - dbt_utils.accepted_range: {name: limited, max_value: 0, limit: 2}",
                "      - name: stored",
                "        test_name: dbt_utils.accepted_range",
                "        max_value: 1",
                "        config: {store_failures: true}",
                "      - dbt_utils.accepted_range: {name: off, max_value: 0, enabled: false}",
                "      - not_null: {name: broken, where: no_such_column = 1}",
                "      - even: {name: odd, but: 1}",
                "      - even: {name: odd_too, but: 3}",
                ""));

    assertThat(results).doesNotContainKey("off");
    assertStatus(results.get("warned"), Status.WARN, 2);
    assertStatus(results.get("few_enough"), Status.WARN, 2);
    assertStatus(results.get("too_many"), Status.FAIL, 2);
    assertStatus(results.get("limited"), Status.FAIL, 2);
    assertStatus(results.get("stored"), Status.FAIL, 2);
    assertThat(results.get("stored").storedIn()).contains("`lake`.`dbt_test__audit`.`stored`");
    assertThat(LakeRows.of(folder.resolve("lake"), "dbt_test__audit/stored", 1))
        .containsOnlyKeys("c", "d");
    assertStatus(results.get("broken"), Status.ERROR, 0);
    assertThat(results.get("broken").message()).contains("no_such_column");
    assertStatus(results.get("mistaken"), Status.ERROR, 0);
    assertThat(results.get("mistaken").message())
        .startsWith("tests/mistaken.sql, line 4: ")
        .contains("\"one\"");
    assertStatus(results.get("odd"), Status.PASS, 0);
    assertStatus(results.get("odd_too"), Status.FAIL, 1);
    assertStatus(results.get("few"), Status.FAIL, 1);
    assertThat(results.get("few").samples()).containsExactly("{\"n\":2}");
    assertStatus(results.get("none"), Status.PASS, 0);

    TargetFolder target = new TargetFolder(folder.resolve("target"));
    GreatExpectations.write(List.copyOf(results.values()), target);
    JsonNode validation = new ObjectMapper().readTree(validation("raw/other").toFile());
    assertThat(validation.at("/results").findValuesAsText("severity"))
        .as("those without condition or threshold")
        .containsExactly("warning", "critical", "critical");
    assertThat(validation.at("/statistics/evaluated_expectations").asInt()).isEqualTo(3);
    assertThat(validation.at("/results/0/expectation_config/type").asText())
        .isEqualTo("expect_column_values_to_be_between");
    assertThat(validation.at("/results/0/expectation_config/kwargs").toString())
        .isEqualTo("{\"column\":\"n\",\"max_value\":1}");
    assertThat(validation.at("/results/0/result/unexpected_count").asInt()).isEqualTo(2);
  }

  /** The one result of a table. */
  private Path validation(String table) throws IOException {
    Path results = folder.resolve("target/great_expectations/validations").resolve(table);
    try (Stream<Path> files = Files.walk(results)) {
      return files
          .filter(Files::isRegularFile)
          .reduce((one, other) -> fail("there are two"))
          .orElseThrow();
    }
  }

  private static void assertStatus(DataTestResult result, Status status, long failures) {
    assertThat(result.status()).as(result.name() + result.message()).isEqualTo(status);
    assertThat(result.failures()).as(result.name()).isEqualTo(failures);
  }

  @Test
  void freshnessIsThatOfTheNewestRowOrOfTheLastCommit() throws Exception {
    files.file(
        "models/raw.yml",
        "sources:",
        "- name: raw",
        "  freshness: {warn_after: {count: 1, period: day}}",
        "  tables:",
        "  - name: other",
        "  - name: t",
        "    loaded_at_field: moment",
        "    freshness: {error_after: {count: 2, period: day}, filter: id > 3}",
        "  - name: gone");
    SourceFreshness freshness = new SourceFreshness(project(), lakePath(), new Configuration());
    Map<String, FreshnessResult> results = new TreeMap<>();
    freshness.sources().forEach(node -> results.put(node.name(), freshness.measure(node)));
    assertThat(results).containsOnlyKeys("raw.gone", "raw.other", "raw.t");
    assertThat(results.get("raw.other"))
        .isInstanceOfSatisfying(
            FreshnessResult.Measured.class,
            other -> assertThat(other.status()).isEqualTo(FreshnessResult.Status.PASS));
    assertThat(results.get("raw.t"))
        .isInstanceOfSatisfying(
            FreshnessResult.Measured.class,
            table -> {
              assertThat(table.status()).isEqualTo(FreshnessResult.Status.ERROR);
              assertThat(Duration.between(table.maxLoadedAt(), table.snapshottedAt()).toDays())
                  .isEqualTo(30);
            });
    assertThat(results.get("raw.gone"))
        .isInstanceOfSatisfying(
            FreshnessResult.Failed.class,
            gone -> assertThat(gone.error()).contains("has no table raw.gone yet"));
  }

  private Map<String, DataTestResult> run(String yaml) throws Exception {
    files.file("models/raw.yml", yaml);
    ModelsProject project = project();
    Map<String, DataTestResult> results = new LinkedHashMap<>();
    DataTests tests = new DataTests(project, lakePath(), new Configuration());
    for (DataTest test : tests.generic()) {
      results.put(test.name(), tests.run(test.id()));
    }
    for (SingularTest test : tests.singular()) {
      results.put(test.name(), tests.run(test.id()));
    }
    return results;
  }

  private ModelsProject project() {
    Configuration options = new Configuration();
    options.set(ModelsOptions.PROJECT_PATH, files.path().toString());
    options.set(ModelsOptions.LAKE_PATH, lakePath());
    return ModelsProject.withoutLake(options);
  }

  private String lakePath() {
    return folder.resolve("lake").toUri().toString();
  }
}
