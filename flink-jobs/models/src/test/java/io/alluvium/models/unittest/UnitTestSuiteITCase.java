package io.alluvium.models.unittest;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.models.ModelsOptions;
import io.alluvium.models.artifacts.NodeResult;
import io.alluvium.models.artifacts.NodeResult.Status;
import io.alluvium.models.run.ModelsProject;
import io.alluvium.models.selection.TestEntry;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tests of the project {@code shop}, beside this class: good ones, mutants, and wrong ones. */
class UnitTestSuiteITCase {
  private static final Path SHOP = Path.of("src/test/resources/io/alluvium/models/unittest/shop");
  private static final long SEED = Long.getLong("alluvium.seed", 1);
  private static final Map<String, NodeResult> RESULTS = new TreeMap<>();

  @BeforeAll
  static void run() throws Exception {
    Configuration options = new Configuration();
    options.set(ModelsOptions.PROJECT_PATH, SHOP.toString());
    options.set(ModelsOptions.LAKE_PATH, "file:///nonexistent");
    int seeds = Integer.getInteger("alluvium.seeds", UnitTestSuite.SEEDS);
    try (UnitTestSuite suite = new UnitTestSuite(ModelsProject.withoutLake(options), SEED, seeds)) {
      for (TestEntry test : suite.tests()) {
        RESULTS.put(test.name(), suite.run(test));
      }
    }
  }

  @Test
  void goodModelsPassInEveryWay() {
    Map<String, NodeResult> good = new TreeMap<>(RESULTS);
    good.keySet().removeIf(name -> name.startsWith("mutant_") || name.startsWith("wrong_"));
    assertThat(good)
        .as("seed %d", SEED)
        .hasSize(8)
        .allSatisfy(
            (name, result) -> {
              assertThat(result.message()).isEmpty();
              assertThat(result.status()).isEqualTo(Status.PASS);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          newest_without_tie_break | depends on the order in which these two rows of source('raw', 'orders')
          newest_without_tie_break | result the other way  : {id: 1, customer: b}
          last_value               | depends on the order in which these two rows
          first_value              | depends on the order in which these two rows
          last_of_two              | depends on the order in which these two rows
          sum_of_doubles           | result in this order  : {customer: a, weight: 0.6
          listagg                  | result in this order  : {customer: a, ids: 1,2,3}
          array_agg                | result in this order  : {customer: a, ids: [1, 2, 3]}
          with_rand                | the model calls RAND,
          with_uuid                | the model calls UUID,
          with_now                 | the model calls CURRENT_TIMESTAMP,
          with_today               | the model calls CURRENT_DATE,
          with_proctime            | the model calls PROCTIME,
          processing_time_join     | the model joins with what a table has at the moment
          counts_repeats           | rows that come twice change the result
          counts_by_task           | the result is another one at parallelism 2
          forgets                  | the result is another one after a failure
          """)
  void mutantsAreCaught(String mutant, String reason) {
    NodeResult result = RESULTS.get("mutant_" + mutant);
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.message()).hasValueSatisfying(text -> assertThat(text).contains(reason));
  }

  @Test
  void theTwoRowsThatShowItAreNamed() {
    assertThat(RESULTS.get("mutant_newest_without_tie_break").message())
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .containsPattern("first : \\{id: 1, customer: a, .*mutants.yml, line 7\\)")
                    .containsPattern("second: \\{id: 1, customer: b, .*mutants.yml, line 9\\)"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rows            | expected: {customer: a, spent: 6.00}
          rows            | actual  : {customer: a, spent: 5.00}
          type            | line 11: unit_tests[1].given[0].rows[0].id: 'one' is no BIGINT for column 'id'
          scale           | '1.234' is no DECIMAL(10, 2) for column 'price'
          column          | ref('orders') has no column 'prize'; did you mean 'price'?
          expected_column | the model spent has no column 'total'
          csv             | wrong.yml, line 33: has 3 values, but there are 2 columns
          sql             | line 40: unit_tests[6].given[0].rows: Incorrect syntax near the keyword 'FROM'
          fixture         | there is no file tests/fixtures/nowhere.csv
          change          | there is no row {id: 2} that could change
          op              | '_op' must be r or c for a new row
          input_missing   | the model reads source('raw', 'customers'), which is not given
          query_fails     | models/wrong/fails.sql: the query failed: / by zero
          """)
  void aWrongTestSaysWhatIsWrong(String test, String reason) {
    NodeResult result = RESULTS.get("wrong_" + test);
    assertThat(result.status()).isEqualTo(test.equals("rows") ? Status.FAIL : Status.ERROR);
    assertThat(result.message()).hasValueSatisfying(text -> assertThat(text).contains(reason));
  }
}
