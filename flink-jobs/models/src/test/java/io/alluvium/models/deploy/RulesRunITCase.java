package io.alluvium.models.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.local.LocalFlink;
import io.alluvium.models.quality.quarantine.QuarantineReplay;
import io.alluvium.models.quality.quarantine.ReplayResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits the rules that the rows of running models are held to. */
class RulesRunITCase {
  @TempDir static Path cluster;
  private static LocalFlink flink;

  @TempDir Path folder;
  private Shop shop;

  @BeforeAll
  static void start() throws Exception {
    flink = LocalFlink.start(cluster, new LocalFlink.Settings(0, 4, Duration.ofMillis(200)));
  }

  @AfterAll
  static void close() throws Exception {
    flink.close();
  }

  @BeforeEach
  void project() throws Exception {
    shop = new Shop(folder, new LocalHost(flink));
    shop.model(
        "total",
        "materialized='table', unique_key='customer'",
        "SELECT customer, SUM(price) AS total FROM {{ ref('priced') }} GROUP BY customer");
    shop.model(
        "big", "materialized='incremental'", "SELECT customer, price FROM {{ ref('priced') }}");
    shop.model(
        "highest",
        "materialized='table', unique_key='customer', table_options={'write.mode': 'copy-on-write'}",
        "SELECT customer, MAX(price) AS highest FROM {{ ref('priced') }} GROUP BY customer");
    rules(4, 4, 8);
    shop.orders("('a', 1), ('a', 2), ('b', 5), ('c', 9)");
  }

  /** The most that each model's value may be, else the row goes to quarantine. */
  private void rules(int total, int big, int highest) throws Exception {
    shop.file(
        "models/rules.yml",
        "models:"
            + rule("total", "total", total)
            + rule("highest", "highest", highest)
            + rule("big", "price", big)
            + "\n    - not_null: {name: has_price_"
            + big
            + ", severity: warn}");
  }

  private static String rule(String model, String column, int most) {
    return String.format(
        "%n- name: %s%n  columns:%n  - name: %s%n    data_tests:%n"
            + "    - dbt_utils.accepted_range: {name: %s_fits, max_value: %d, severity: quarantine}",
        model, column, model, most);
  }

  @AfterEach
  void stop() throws Exception {
    shop.stop();
  }

  @Test
  void rowsGoWhereTheRulesOfNowWantThem() throws Exception {
    assertThat(shop.run(false).values()).containsOnly("new");
    shop.catchUp();
    assertParted("total", "[a, 3]", "[b], [c]");
    assertParted("big", "[a, 1], [a, 2]", "[], []");
    assertParted("highest", "[a, 2], [b, 5]", "[c]");

    // As after a failure.
    shop.orders("('a', 4), ('d', 7)");
    assertThat(shop.run(false).values()).containsOnly("unchanged");
    shop.catchUp();
    assertParted("total", "", "[a], [b], [c], [d]");
    assertParted("big", "[a, 1], [a, 2], [a, 4]", "[], [], []");
    assertParted("highest", "[a, 4], [b, 5], [d, 7]", "[c]");

    rules(7, 6, 4);
    assertThat(shop.run(false))
        .isEqualTo(
            Map.of("gold.total", "building", "gold.big", "unchanged", "gold.highest", "building"));
    shop.running("models").awaitCaughtUp(Shop.NEVER_STOPS);
    assertParted("total", "", "[a], [b], [c], [d]");
    shop.orders("('e', 5)");
    shop.catchUp();
    assertParted("total", "[a, 7], [b, 5], [d, 7], [e, 5]", "[c]");
    assertParted("highest", "[a, 4]", "[b], [c], [d], [e]");
    assertParted("big", "[a, 1], [a, 2], [a, 4], [e, 5]", "[], [], []");

    // What came under the former rules of a model that adds rows.
    assertThat(replay("big").replayed()).isEqualTo(1);
    assertThat(replay("big").replayed()).isZero();
    shop.orders("('b', 9), ('f', 6)");
    assertThat(shop.run(false).values()).containsOnly("unchanged");
    shop.catchUp();
    assertParted("big", "[a, 1], [a, 2], [a, 4], [b, 5], [e, 5], [f, 6]", "[], [], [], []");
    assertParted("total", "[a, 7], [d, 7], [e, 5], [f, 6]", "[b], [c]");
    assertParted("highest", "[a, 4]", "[b], [c], [d], [e], [f]");
  }

  @Test
  void aFailureBetweenTheSwapsOfATableAndItsQuarantineIsMadeUpFor() throws Exception {
    shop.run(false);
    shop.catchUp();
    rules(4, 4, 3);
    assertThat(shop.run(false).get("gold.highest")).isEqualTo("building");
    shop.running("models").awaitCaughtUp(Shop.NEVER_STOPS);
    DeployedJob stopped =
        shop.home()
            .read("models")
            .orElseThrow()
            .swapping(shop.running("models").job().stopWithSavepoint(folder.resolve("savepoints")));
    shop.home().write(stopped);
    Generation built =
        stopped.generations().stream().filter(Generation::isBuilding).findFirst().orElseThrow();
    new LakeTables(shop.lake()).swap(built.models().get("model.shop.highest"), built);

    assertThat(shop.run(false).values()).containsOnly("unchanged");
    shop.orders("('b', 6), ('d', 2), ('a', 4)");
    shop.catchUp();

    assertParted("highest", "[d, 2]", "[a], [b], [c]");
    assertParted("total", "[d, 2]", "[a], [b], [c]");
  }

  private void assertParted(String model, String good, String quarantined) throws Exception {
    assertThat(String.join(", ", shop.rows("gold." + model))).as(model).isEqualTo(good);
    String key = model.equals("big") ? "" : "customer";
    String rows =
        String.join(
            ", ",
            shop.query(
                "SELECT " + (key.isEmpty() ? "'' AS nothing" : key) + " FROM quarantine." + model));
    assertThat(rows).as("quarantine of " + model).isEqualTo(quarantined);
  }

  private ReplayResult replay(String model) throws Exception {
    return new QuarantineReplay(shop.graph(), shop.lake(), new Configuration()).run(model);
  }
}
