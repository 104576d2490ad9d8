package io.alluvium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsTestCommandITCase {
  @TempDir Path folder;

  /** The models of this repository, on the rows that their tests give. */
  @Test
  void theModelsOfTheStoryPassTheirUnitTests() throws Exception {
    CommandRun run =
        CommandRun.of(
            "models",
            "test",
            "--project-dir",
            "../sql",
            "--select",
            "test_type:unit",
            "--seed",
            System.getProperty("alluvium.seed", "1"),
            "--seeds",
            System.getProperty("alluvium.seeds", "1"),
            "--format",
            "json");
    JsonNode tests = new ObjectMapper().readTree(run.out());
    assertThat(tests)
        .hasSizeGreaterThan(10)
        .allSatisfy(
            test -> assertThat(test.get("status").asText()).as(test.toString()).isEqualTo("pass"));
    assertThat(run.code()).as(run.err()).isZero();
  }

  @Test
  void aTestThatFailsShowsTheRowsAndEndsWithOne() throws Exception {
    Files.writeString(folder.resolve("dbt_project.yml"), "name: shop\n");
    Files.createDirectories(folder.resolve("models"));
    Files.writeString(
        folder.resolve("models/total.sql"),
        "SELECT customer, SUM(price) AS total FROM {{ source('raw', 'orders') }} GROUP BY"
            + " customer\n");
    Files.writeString(
        folder.resolve("models/total.yml"),
        """
        sources:
          - name: raw
            tables:
              - name: orders
                columns:
                  - {name: customer, data_type: STRING}
                  - {name: price, data_type: INT}
        unit_tests:
          - name: total_of_a
            model: total
            given:
              - input: source('raw', 'orders')
                rows: [{customer: a, price: 1}, {customer: a, price: 2}]
            expect:
              rows: [{customer: a, total: 4}]
        """);

    CommandRun run = CommandRun.of("models", "test", "--project-dir", folder.toString());

    assertThat(run.code()).as(run.err()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "1 of 1 FAIL total_of_a (total)",
            "    expected: {customer: a, total: 4}",
            "    actual  : {customer: a, total: 3}",
            "FAIL=1");
    assertThat(folder.resolve("target/run_results.json"))
        .content()
        .contains("unit_test.shop.total.total_of_a", "\"fail\"");
  }
}
