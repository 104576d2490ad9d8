package io.alluvium.models.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.local.LocalFlink;
import io.alluvium.models.ModelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits the columns of incremental models whose jobs run. */
class ColumnChangesITCase {
  @TempDir static Path cluster;
  private static LocalFlink flink;

  @TempDir Path folder;
  private Shop shop;

  @BeforeAll
  static void start() throws Exception {
    flink = LocalFlink.start(cluster, new LocalFlink.Settings(0, 6, Duration.ofMillis(200)));
  }

  @AfterAll
  static void close() throws Exception {
    flink.close();
  }

  @BeforeEach
  void project() throws Exception {
    shop = new Shop(folder, new LocalHost(flink));
    shop.orders("('a', 1), ('b', 5), ('b', -1), ('c', 9)");
  }

  @AfterEach
  void stop() throws Exception {
    shop.stop();
  }

  private void big(String columns) throws Exception {
    shop.model(
        "big",
        "materialized='incremental', on_schema_change='append_new_columns'",
        "SELECT " + columns + " FROM {{ ref('priced') }} WHERE price >= 5");
  }

  private void latest(String columns) throws Exception {
    shop.model(
        "latest",
        "materialized='incremental', unique_key='customer', on_schema_change='sync_all_columns'",
        "SELECT " + columns + " FROM {{ ref('priced') }}");
  }

  @Test
  void newColumnsAreFilledFromWhereTheFormerQueryStopped() throws Exception {
    big("customer, price");
    latest("customer, price");
    shop.model(
        "total",
        "materialized='table', unique_key='customer'",
        "SELECT customer, SUM(price) AS total FROM {{ ref('priced') }} GROUP BY customer");
    shop.model(
        "copied",
        "materialized='incremental', job='copying'",
        "SELECT customer, price FROM {{ ref('big') }}");
    shop.run(false);
    shop.catchUp();

    big("price * 2 AS doubled, customer, price");
    latest("customer, price, price > 5 AS high");
    assertThat(shop.run(false))
        .isEqualTo(
            Map.of(
                "gold.big", "takes_over",
                "gold.latest", "takes_over",
                "gold.total", "unchanged",
                "gold.copied", "unchanged"));
    // Killed before; what comes until the former query stops is its own.
    assertThat(shop.run(false).get("gold.big")).isEqualTo("goes_on_building");
    shop.orders("('b', 6)");
    shop.running("models").awaitCaughtUp(Shop.NEVER_STOPS);
    // Killed when the job has stopped, and no table has its new columns.
    shop.running("models").stopToSwap();
    shop.orders("('d', 8), ('e', 2)");
    assertThat(shop.run(false).values()).containsOnly("unchanged");
    shop.catchUp();

    assertThat(shop.rows("gold.big"))
        .containsExactly("[b, 5, null]", "[b, 6, null]", "[c, 9, null]", "[d, 8, 16]");
    assertThat(shop.rows("gold.latest"))
        .containsExactly(
            "[a, 1, null]", "[b, 6, null]", "[c, 9, null]", "[d, 8, true]", "[e, 2, false]");
    shop.orders("('a', 7)");
    // Killed behind.
    assertThat(shop.run(false).values()).containsOnly("unchanged");
    shop.catchUp();
    assertThat(shop.rows("gold.big")).contains("[a, 7, 14]").hasSize(5);
    assertThat(shop.rows("gold.latest")).contains("[a, 7, true]").hasSize(5);
    assertThat(shop.rows("gold.copied"))
        .as("a reader in another job goes on")
        .containsExactly("[a, 7]", "[b, 5]", "[b, 6]", "[c, 9]", "[d, 8]");
    assertThat(shop.rows("gold.total"))
        .containsExactly("[a, 8]", "[b, 11]", "[c, 9]", "[d, 8]", "[e, 2]");

    big("customer, price");
    assertThat(shop.run(false).get("gold.big")).isEqualTo("takes_over");
    shop.catchUp();
    shop.orders("('f', 5)");
    shop.catchUp();
    assertThat(shop.rows("gold.big"))
        .as("a column that the query has no more")
        .contains("[f, 5, null]", "[d, 8, 16]")
        .hasSize(6);
  }

  @Test
  void whatGivesTheSameRowsGoesOnAndTheRestIsRefused() throws Exception {
    String counted = "materialized='incremental', unique_key='customer', on_schema_change='%s'";
    String query = "SELECT customer, COUNT(*) AS n%s FROM {{ ref('priced') }} GROUP BY customer";
    shop.model("counted", String.format(counted, "ignore"), String.format(query, ""));
    shop.run(false);
    shop.catchUp();

    shop.model(
        "counted",
        String.format(counted, "ignore"),
        String.format(query, ", UPPER(customer) AS m"));
    assertThat(shop.run(false)).isEqualTo(Map.of("gold.counted", "same_rows"));
    shop.orders("('b', 6)");
    shop.catchUp();
    assertThat(shop.rows("gold.counted")).containsExactly("[a, 1]", "[b, 2]", "[c, 1]");
    assertThat(shop.run(false)).isEqualTo(Map.of("gold.counted", "unchanged"));

    shop.model(
        "counted",
        String.format(counted, "append_new_columns"),
        String.format(query, ", UPPER(customer) AS m"));
    assertThatThrownBy(() -> shop.run(false))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "models/counted.sql, line 1: the query has other columns than the one that runs, and"
                + " what the job has kept for gold.counted so far is without them. To build the"
                + " incremental model anew: 'alluvium models run --full-refresh --select counted';"
                + " or change it back");
    shop.model(
        "counted", String.format(counted, "fail"), String.format(query, ", UPPER(customer) AS m"));
    assertThatThrownBy(() -> shop.run(false))
        .hasMessageContaining("models/counted.sql, line 1")
        .hasMessageContaining("the table lacks 'm'");
    shop.model(
        "counted",
        String.format(counted, "append_new_columns"),
        "SELECT customer, COUNT(*) AS n, 1 AS m FROM {{ ref('priced') }} WHERE price < 9 GROUP BY"
            + " customer");
    assertThatThrownBy(() -> shop.run(false))
        .hasMessageContaining(
            "models/counted.sql, line 1: the query, or what it reads, has changed");
  }
}
