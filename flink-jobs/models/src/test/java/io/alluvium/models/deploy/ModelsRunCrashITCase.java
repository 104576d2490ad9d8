package io.alluvium.models.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.local.LocalFlink;
import io.alluvium.models.deploy.Deaths.Died;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills runs of several models at steps of chance while orders come, models are edited, tables are
 * swapped and columns added; then runs them again: the tables are what batch makes of all orders.
 * {@code -Dalluvium.seeds=N} takes more seeds, {@code -Dalluvium.seed=N} one.
 */
class ModelsRunCrashITCase {
  private static final int ROUNDS = 2;
  private static final int STEPS = 9;
  private static final List<String> CUSTOMERS = List.of("a", "b", "c", "d");

  @TempDir static Path cluster;
  private static LocalFlink flink;

  @TempDir Path folder;
  private final List<String> deaths = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    flink = LocalFlink.start(cluster, new LocalFlink.Settings(0, 6, Duration.ofMillis(200)));
  }

  @AfterAll
  static void close() throws Exception {
    flink.close();
  }

  static LongStream seeds() {
    Long one = Long.getLong("alluvium.seed");
    return one != null
        ? LongStream.of(one)
        : LongStream.rangeClosed(1, Integer.getInteger("alluvium.seeds", 2));
  }

  @ParameterizedTest(name = "-Dalluvium.seed={0}")
  @MethodSource("seeds")
  void tablesAreThoseOfBatchWheneverTheRunIsKilled(long seed) throws Exception {
    Random random = new Random(seed);
    LocalHost host = new LocalHost(flink);
    Shop shop = new Shop(folder, host);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        orders(shop, random);
        edit(shop, round);
        host.deaths().dieAt(random.nextInt(STEPS));
        try {
          shop.run(false);
          orders(shop, random);
          shop.catchUp();
        } catch (Died e) {
          deaths.add("round " + round + " " + e.getMessage());
        }
        host.deaths().never();
        shop.run(false);
        shop.catchUp();
      }
      String told = String.format("-Dalluvium.seed=%d, killed %s", seed, deaths);
      assertThat(shop.rows("gold.total")).as(told).isEqualTo(shop.query(total("`raw`.orders")));
      assertThat(shop.rows("gold.highest")).as(told).isEqualTo(shop.query(highest("`raw`.orders")));
      for (String table : List.of("gold.big", "gold.copied")) {
        assertThat(shop.query("SELECT customer, price FROM " + table))
            .as("%s, %s", table, told)
            .isEqualTo(shop.query("SELECT customer, price FROM `raw`.orders WHERE price >= 5"));
      }
      assertThat(shop.query("SELECT * FROM gold.big WHERE doubled <> price * 2")).isEmpty();
    } finally {
      shop.stop();
    }
  }

  private static void orders(Shop shop, Random random) throws Exception {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      values.add(
          String.format(
              "('%s', %d)",
              CUSTOMERS.get(random.nextInt(CUSTOMERS.size())), random.nextInt(11) - 1));
    }
    shop.orders(String.join(", ", values));
  }

  /** In the second round two models are built anew, and one gets a column. */
  private static void edit(Shop shop, int round) throws Exception {
    String source = "{{ ref('priced') }}";
    shop.model(
        "total",
        "materialized='table', unique_key='customer'",
        round == 0
            ? "SELECT customer, MIN(price) AS total FROM " + source + " GROUP BY customer"
            : total(source));
    shop.model(
        "highest",
        "materialized='table', unique_key='customer', table_options={'write.mode':"
            + " 'copy-on-write'}",
        round == 0
            ? "SELECT customer, COUNT(*) AS highest FROM " + source + " GROUP BY customer"
            : highest(source));
    shop.model(
        "big",
        "materialized='incremental', on_schema_change='append_new_columns'",
        "SELECT customer, price"
            + (round == 0 ? "" : ", price * 2 AS doubled")
            + " FROM "
            + source
            + " WHERE price >= 5");
    shop.model(
        "copied",
        "materialized='incremental', job='copying'",
        "SELECT customer, price FROM {{ ref('big') }}");
  }

  private static String total(String from) {
    return "SELECT customer, SUM(price) AS total FROM "
        + from
        + " WHERE price > 0 GROUP BY customer";
  }

  private static String highest(String from) {
    return "SELECT customer, MAX(price) AS highest FROM "
        + from
        + " WHERE price > 0 GROUP BY customer";
  }
}
