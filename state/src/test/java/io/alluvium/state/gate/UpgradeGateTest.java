package io.alluvium.state.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.state.plan.PlanFile;
import java.util.List;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.config.TableConfigOptions;
import org.apache.flink.table.api.config.TableConfigOptions.CatalogPlanCompilation;
import org.junit.jupiter.api.Test;

/** What real restores do is the matter of {@code EditsITCase}. */
class UpgradeGateTest {
  @Test
  void namesTheOptionsThatATableDidNotHave() {
    assertThat(reasons(plan(5, CatalogPlanCompilation.ALL), plan(6, CatalogPlanCompilation.ALL)))
        .singleElement()
        .asString()
        .endsWith("other options of its table: number-of-rows");
  }

  @Test
  void doesNotTakeAPlanThatOnlyNamesItsTablesForOneWithoutOptions() {
    assertThat(
            reasons(
                plan(5, CatalogPlanCompilation.IDENTIFIER), plan(5, CatalogPlanCompilation.ALL)))
        .isEmpty();
  }

  private static List<String> reasons(PlanFile running, PlanFile wanted) {
    ModelVerdict verdict = UpgradeGate.compare(running, wanted).models().get(0);
    assertThat(verdict.verdict()).isEqualTo(Verdict.KEPT);
    return verdict.reasons();
  }

  private static PlanFile plan(int rows, CatalogPlanCompilation tables) {
    TableEnvironment environment = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    environment.getConfig().set(TableConfigOptions.PLAN_COMPILE_CATALOG_OBJECTS, tables);
    environment.executeSql(
        "CREATE TABLE numbers (number BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '"
            + rows
            + "')");
    environment.executeSql(
        "CREATE TABLE total (number BIGINT, times BIGINT) WITH ('connector' = 'blackhole')");
    return PlanFile.parse(
        environment
            .compilePlanSql(
                "INSERT INTO total SELECT number, COUNT(*) FROM numbers GROUP BY number")
            .asJsonString(),
        "a test");
  }
}
