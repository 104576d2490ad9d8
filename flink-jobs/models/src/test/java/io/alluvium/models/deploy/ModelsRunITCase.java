package io.alluvium.models.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.local.LocalFlink;
import io.alluvium.models.LakeRows;
import io.alluvium.models.ModelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits a project whose jobs run. */
class ModelsRunITCase {
  private static final String TOTAL =
      "SELECT customer, SUM(price) AS total FROM %s GROUP BY customer";
  private static final String BATCH_PRICED = "(SELECT * FROM `raw`.orders WHERE price > 0)";

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
        "total", "materialized='table', unique_key='customer'", total("{{ ref('priced') }}"));
    shop.model(
        "big",
        "materialized='incremental'",
        "SELECT customer, price FROM {{ ref('priced') }} WHERE price >= 5");
    shop.model(
        "highest",
        "materialized='table', unique_key='customer', table_options={'write.mode':"
            + " 'copy-on-write'}",
        "SELECT customer, MAX(price) AS highest FROM {{ ref('priced') }} GROUP BY customer");
    shop.orders("('a', 1), ('a', 2), ('b', 5), ('b', -1), ('c', 9)");
  }

  @AfterEach
  void stop() throws Exception {
    shop.stop();
  }

  private static String total(String from) {
    return String.format(TOTAL, from);
  }

  @Test
  void anEditedModelIsBuiltAnewAndTheOthersGoOn() throws Exception {
    assertThat(shop.run(false))
        .isEqualTo(Map.of("gold.total", "new", "gold.big", "new", "gold.highest", "new"));
    shop.catchUp();
    assertThat(shop.rows("gold.total")).isEqualTo(shop.query(total(BATCH_PRICED)));
    assertThat(shop.rows("gold.big")).containsExactly("[b, 5]", "[c, 9]");

    shop.model(
        "total",
        "materialized='table', unique_key='customer'",
        "SELECT customer, SUM(price) AS total, COUNT(*) AS n FROM {{ ref('priced') }}\n"
            + "WHERE customer <> 'c' GROUP BY customer");
    List<String> before = shop.rows("gold.total");
    long big = shop.version("gold.big");
    long highest = shop.version("gold.highest");
    assertThat(shop.run(false))
        .isEqualTo(
            Map.of("gold.total", "building", "gold.big", "unchanged", "gold.highest", "unchanged"));
    shop.running("models").awaitCaughtUp(Shop.NEVER_STOPS);
    assertThat(shop.rows("gold.total")).isEqualTo(before);
    Map<String, List<Object>> old = LakeRows.of(folder.resolve("lake"), "gold/total", 1);
    try (TableReader reader = TableReader.start(folder.resolve("lake"), "gold/total")) {
      shop.catchUp();
      assertThat(reader.seen())
          .as("a reader sees the old rows or all of the new")
          .containsExactly(old, LakeRows.of(folder.resolve("lake"), "gold/total", 1));
    }

    assertThat(shop.rows("gold.total")).containsExactly("[a, 3, 2]", "[b, 5, 1]");
    assertThat(List.of(shop.version("gold.big"), shop.version("gold.highest")))
        .as("what did not change is not written again")
        .containsExactly(big, highest);
    shop.orders("('a', 10), ('d', 1)");
    shop.catchUp();
    assertThat(shop.rows("gold.total")).containsExactly("[a, 13, 3]", "[b, 5, 1]", "[d, 1, 1]");
    assertThat(shop.rows("gold.highest")).containsExactly("[a, 10]", "[b, 5]", "[c, 9]", "[d, 1]");
    assertThat(shop.rows("gold.big")).containsExactly("[a, 10]", "[b, 5]", "[c, 9]");

    assertThat(shop.run(false).values()).containsOnly("unchanged");
    shop.orders("('b', 6)");
    shop.catchUp();
    assertThat(shop.rows("gold.total")).containsExactly("[a, 13, 3]", "[b, 11, 2]", "[d, 1, 1]");
    assertThat(shop.rows("gold.big")).containsExactly("[a, 10]", "[b, 5]", "[b, 6]", "[c, 9]");
  }

  @Test
  void anEditOfASharedViewReachesAllThatReadItAndAnIncrementalModelIsNamed() throws Exception {
    shop.run(false);
    shop.catchUp();
    shop.file(
        "models/priced.sql",
        "SELECT * FROM {{ source('raw', 'orders') }} WHERE price > 1 AND customer <> 'x'");

    assertThatThrownBy(() -> shop.run(false))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("models/big.sql, line 1: the query, or what it reads, has changed")
        .hasMessageContaining("alluvium models run --full-refresh --select big");
    assertThat(shop.run(false, "total", "highest"))
        .isEqualTo(
            Map.of("gold.total", "building", "gold.big", "left", "gold.highest", "building"));
    shop.catchUp();
    shop.orders("('c', 1), ('c', 7)");
    shop.catchUp();
    assertThat(shop.rows("gold.total")).containsExactly("[a, 2]", "[b, 5]", "[c, 16]");
    assertThat(shop.rows("gold.highest")).containsExactly("[a, 2]", "[b, 5]", "[c, 9]");
    assertThat(shop.rows("gold.big")).containsExactly("[b, 5]", "[c, 7]", "[c, 9]");

    assertThat(shop.run(true, "big"))
        .isEqualTo(
            Map.of("gold.total", "unchanged", "gold.big", "building", "gold.highest", "unchanged"));
    shop.catchUp();
    assertThat(shop.rows("gold.big")).containsExactly("[b, 5]", "[c, 7]", "[c, 9]");
    shop.orders("('c', 2), ('d', 8)");
    shop.catchUp();
    assertThat(shop.rows("gold.highest")).containsExactly("[a, 2]", "[b, 5]", "[c, 9]", "[d, 8]");
    assertThat(shop.rows("gold.big")).containsExactly("[b, 5]", "[c, 7]", "[c, 9]", "[d, 8]");
  }

  /** State of a few rows lies within the metadata of checkpoints; this does not. */
  @Test
  void aSwappedJobGoesOnFromItsCheckpointsWithMuchState() throws Exception {
    int customers = 20_000;
    shop.ordersOf(customers);
    shop.run(false);
    shop.catchUp();
    shop.model(
        "highest",
        "materialized='table', unique_key='customer'",
        "SELECT customer, MIN(price) AS highest FROM {{ ref('priced') }} GROUP BY customer");
    assertThat(shop.run(false).get("gold.highest")).isEqualTo("building");
    // Stopped with a savepoint, whose files the checkpoints behind it go on using.
    shop.catchUp();

    assertThat(shop.run(false).values()).containsOnly("unchanged");
    shop.orders("('1', 10), ('d', 1)");
    shop.catchUp();

    List<String> totals = shop.rows("gold.total");
    assertThat(totals).hasSize(customers + 4).contains("[1, 11]", "[20000, 20000]", "[d, 1]");
  }

  @Test
  void aFailureAnywhereInABuildLosesAndDoublesNothing() throws Exception {
    shop.run(false);
    shop.catchUp();
    shop.model(
        "big", "materialized='incremental'", "SELECT customer, price FROM {{ ref('priced') }}");
    shop.model(
        "highest",
        "materialized='table', unique_key='customer', table_options={'write.mode':"
            + " 'copy-on-write'}",
        "SELECT customer, MIN(price) AS highest FROM {{ ref('priced') }} GROUP BY customer");
    assertThat(shop.run(true, "big", "highest").get("gold.big")).isEqualTo("building");
    shop.running("models").awaitCaughtUp(Shop.NEVER_STOPS);
    // Killed while it builds.
    assertThat(shop.run(false).get("gold.big")).isEqualTo("goes_on_building");
    shop.orders("('d', 3)");
    shop.running("models").awaitCaughtUp(Shop.NEVER_STOPS);
    // Killed when one table of two was swapped.
    DeployedJob stopped =
        shop.home()
            .read("models")
            .orElseThrow()
            .swapping(shop.running("models").job().stopWithSavepoint(folder.resolve("savepoints")));
    shop.home().write(stopped);
    Generation built =
        stopped.generations().stream().filter(Generation::isBuilding).findFirst().orElseThrow();
    new LakeTables(shop.lake()).swap(built.models().get("model.shop.big"), built);
    assertThat(shop.run(false).values()).containsOnly("unchanged");
    shop.orders("('d', 2)");
    shop.catchUp();

    assertThat(shop.rows("gold.big"))
        .containsExactly("[a, 1]", "[a, 2]", "[b, 5]", "[c, 9]", "[d, 2]", "[d, 3]");
    assertThat(shop.rows("gold.highest")).containsExactly("[a, 1]", "[b, 5]", "[c, 9]", "[d, 2]");
    assertThat(shop.rows("gold.total")).isEqualTo(shop.query(total(BATCH_PRICED)));
  }

  /**
   * The cluster knows the savepoint by the job's id, which the home forgets with the next start.
   */
  @Test
  void aStartThatFailsDoesNotForgetWhatSomebodyElseStoppedTheJobWith() throws Exception {
    LocalHost host = LocalHost.at("cluster:8081", flink);
    Shop hosted = new Shop(folder, host);
    hosted.run(false);
    hosted.catchUp();
    host.stopAll(folder.resolve("elsewhere"));
    host.deaths().dieAt(0);
    assertThatThrownBy(() -> hosted.run(false)).hasMessage("before a job is submitted");
    host.deaths().never();

    hosted.run(false);
    assertThat(hosted.running("models").restoredFrom())
        .hasValueSatisfying(savepoint -> assertThat(savepoint).contains("elsewhere"));
    hosted.orders("('c', 20)");
    hosted.catchUp();
    assertThat(hosted.rows("gold.big")).containsExactly("[b, 5]", "[c, 20]", "[c, 9]");
    hosted.stop();
  }
}
