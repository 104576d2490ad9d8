package io.alluvium.models.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.delta.maintenance.TableMaintenance;
import io.alluvium.local.LocalFlink;
import io.alluvium.models.ModelException;
import io.alluvium.models.deploy.PlannedRollback.Reader;
import io.alluvium.models.deploy.PlannedRollback.Table;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes a job with an appended, a merged and a copied table back to savepoints. */
class RollbackITCase {
  private static final List<String> TABLES = List.of("gold.total", "gold.big", "gold.highest");
  private static final String TOTAL =
      "SELECT customer, SUM(price) AS total FROM {{ ref('priced') }} GROUP BY customer";

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
    shop.model("total", "materialized='table', unique_key='customer'", TOTAL);
    shop.model(
        "big",
        "materialized='incremental'",
        "SELECT customer, price FROM {{ ref('priced') }} WHERE price >= 5");
    shop.model(
        "highest",
        "materialized='table', unique_key='customer', table_options={'write.mode':"
            + " 'copy-on-write'}",
        "SELECT customer, MAX(price) AS highest FROM {{ ref('priced') }} GROUP BY customer");
    shop.model(
        "copied",
        "materialized='table', unique_key='customer', job='readers'",
        "SELECT customer, total FROM {{ ref('total') }}");
    shop.orders("('a', 1), ('a', 2), ('b', 5), ('b', -1), ('c', 9)");
  }

  @AfterEach
  void stop() throws Exception {
    shop.stop();
  }

  @Test
  void theJobAndItsTablesGoBackTogetherAndGoOnAndTheRollbackIsUndone() throws Exception {
    shop.run(false);
    shop.catchUp();
    String savepoint = savepoint();
    Map<String, List<String>> then = rows();
    shop.run(false);
    shop.orders("('a', 10), ('d', 7)");
    shop.catchUp();
    shop.orders("('c', 20)");
    shop.catchUp();
    Map<String, List<String>> last = rows();
    shop.stop();

    PlannedRollback planned = shop.projectRun().planRollback("models", savepoint);
    assertThat(planned.tables())
        .extracting(Table::name)
        .containsExactlyInAnyOrderElementsOf(TABLES);
    assertThat(planned.tables())
        .allMatch(table -> !table.plan().isNothing() && table.plan().others().isEmpty());
    assertThat(planned.readers())
        .containsExactly(new Reader("readers", "copied", "gold.total", true, false));
    assertThat(rows()).as("nothing is changed").isEqualTo(last);
    String left = newestCheckpoint();
    shop.projectRun().takeBack(planned);
    assertThat(rows()).isEqualTo(then);

    shop.run(false);
    shop.catchUp();
    assertThat(rows()).as("what was undone is done again, once").isEqualTo(last);
    shop.orders("('e', 6), ('a', 1)");
    shop.catchUp();
    assertThat(shop.rows("gold.big"))
        .containsExactly("[a, 10]", "[b, 5]", "[c, 20]", "[c, 9]", "[d, 7]", "[e, 6]");
    assertThat(shop.rows("gold.total"))
        .containsExactly("[a, 14]", "[b, 5]", "[c, 29]", "[d, 7]", "[e, 6]")
        .isEqualTo(copiedOnce());
    assertThat(shop.rows("gold.highest"))
        .containsExactly("[a, 10]", "[b, 5]", "[c, 20]", "[d, 7]", "[e, 6]");

    // To what ran before the rollback, and then to the first savepoint once more.
    Map<String, List<String>> newest = rows();
    shop.stop();
    shop.projectRun().takeBack(shop.projectRun().planRollback("models", left));
    assertThat(rows()).isEqualTo(last);
    shop.run(false);
    shop.catchUp();
    assertThat(rows()).isEqualTo(newest);
    shop.takeBack("models", savepoint);
    shop.catchUp();
    assertThat(rows()).isEqualTo(newest);
    assertThat(Files.exists(Path.of(URI.create(savepoint)).resolve("_metadata")))
        .as("the savepoint is somebody's")
        .isTrue();
  }

  @Test
  void whatRanThenRunsAgainAlsoWhereAModelWasBuiltAnewSince() throws Exception {
    shop.run(false);
    shop.catchUp();
    String savepoint = savepoint();
    Map<String, List<String>> then = rows();
    shop.model(
        "total",
        "materialized='table', unique_key='customer'",
        "SELECT customer, SUM(price) AS total, COUNT(*) AS n FROM {{ ref('priced') }} GROUP BY"
            + " customer");
    assertThat(shop.run(false, "total", "big", "highest").get("gold.total")).isEqualTo("building");
    shop.catchUp();
    shop.orders("('a', 10)");
    shop.catchUp();
    assertThat(shop.rows("gold.total")).contains("[a, 13, 3]");

    shop.stop();
    shop.projectRun().takeBack(shop.projectRun().planRollback("models", savepoint));
    assertThat(rows()).as("rows and columns").isEqualTo(then);
    shop.resume("models");
    shop.catchUp();
    assertThat(shop.rows("gold.total")).containsExactly("[a, 13]", "[b, 5]", "[c, 9]");

    assertThat(shop.run(false, "total", "big", "highest").get("gold.total")).isEqualTo("building");
    shop.catchUp();
    assertThat(shop.rows("gold.total")).containsExactly("[a, 13, 3]", "[b, 5, 1]", "[c, 9, 1]");
    assertThat(shop.rows("gold.big")).containsExactly("[a, 10]", "[b, 5]", "[c, 9]");
  }

  @Test
  void oneThatWasInterruptedIsFinishedByWhateverStartsTheJob() throws Exception {
    shop.run(false);
    shop.catchUp();
    String savepoint = savepoint();
    Map<String, List<String>> then = rows();
    shop.run(false);
    shop.orders("('a', 10), ('d', 7)");
    shop.catchUp();
    Map<String, List<String>> last = rows();
    shop.stop();

    JobRollback rollback = rollback();
    DeployedJob begun = rollback.begin(savepoint, rollback.find(savepoint));
    PendingRollback.Table first = begun.rollback().tables().get(0);
    TableMaintenance.of(first.path()).rollBack(first.from(), first.to(), begun.rollback().id());
    assertThat(shop.projectRun().isRollingBack("models")).isTrue();
    assertThatThrownBy(() -> shop.resume("models"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("run 'alluvium rollback' again");

    // By the same command: what is back stays, the rest follows.
    shop.projectRun().takeBack(shop.projectRun().planRollback("models", savepoint));
    assertThat(rows()).isEqualTo(then);
    assertThat(shop.projectRun().deployed("models").orElseThrow().lastRollback().orElseThrow())
        .satisfies(done -> assertThat(done.undone()).hasSize(3));
    shop.run(false);
    shop.catchUp();
    assertThat(rows()).isEqualTo(last);

    // By another: the tables are taken back before the job is planned.
    shop.stop();
    rollback().begin(savepoint, rollback().find(savepoint));
    shop.run(false);
    assertThat(shop.projectRun().isRollingBack("models")).isFalse();
    shop.orders("('b', 6)");
    shop.catchUp();
    assertThat(shop.rows("gold.big"))
        .containsExactly("[a, 10]", "[b, 5]", "[b, 6]", "[c, 9]", "[d, 7]");
  }

  @Test
  void readersOfAddedRowsAreNamedAndASavepointOfAnotherJobIsRefused() throws Exception {
    shop.model(
        "bigger",
        "materialized='incremental', job='readers'",
        "SELECT customer, price FROM {{ ref('big') }} WHERE price >= 7");
    shop.run(false);
    shop.catchUp();
    String savepoint = savepoint();
    shop.run(false);
    shop.orders("('d', 7)");
    shop.catchUp();
    shop.stop();

    PlannedRollback planned = shop.projectRun().planRollback("models", savepoint);
    assertThat(planned.stopping())
        .containsExactly(new Reader("readers", "bigger", "gold.big", false, false));
    shop.projectRun().takeBack(planned);
    assertThat(shop.projectRun().deployed("models").orElseThrow().generationOf("model.shop.big"))
        .as("its rows are others now, so that who reads them is built anew")
        .hasValueSatisfying(generation -> assertThat(generation).contains("/"));

    assertThatThrownBy(() -> shop.projectRun().planRollback("readers", savepoint))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("is not of the job 'readers'");
    assertThatThrownBy(() -> shop.projectRun().planRollback("models", savepoint + "-none"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("There is no savepoint");

    PlannedRollback again = shop.projectRun().planRollback("models", savepoint);
    shop.projectRun().requireRestartable(again, new LocalHost(flink));
    Path orders = folder.resolve("lake/raw/orders");
    long latest = TableMaintenance.of(orders.toUri().toString()).checkpoint();
    for (long version = 0; version < latest; version++) {
      Files.delete(orders.resolve(String.format("_delta_log/%020d.json", version)));
    }
    // The savepoint has read all but the latest, which is still there.
    shop.projectRun().requireRestartable(again, new LocalHost(flink));
    shop.orders("('d', 8)");
    TableMaintenance.of(orders.toUri().toString()).checkpoint();
    Files.delete(orders.resolve(String.format("_delta_log/%020d.json", latest)));
    assertThatThrownBy(() -> shop.projectRun().requireRestartable(again, new LocalHost(flink)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("which the job 'models' reads, does not hold version " + latest);
  }

  private JobRollback rollback() {
    return new JobRollback(shop.home(), shop.home().read("models").orElseThrow());
  }

  /**
   * Of the job, which stops with it and goes on from it when it is run. A copy, as that one is the
   * job's own then.
   */
  private String savepoint() throws Exception {
    DeployedJob job = shop.home().read("models").orElseThrow();
    Path own =
        Path.of(
            URI.create(
                shop.running("models").job().stopWithSavepoint(shop.home().savepoints(job))));
    Path copy = Files.createDirectories(folder.resolve("savepoint"));
    try (Stream<Path> files = Files.list(own)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy.toUri().toString();
  }

  private String newestCheckpoint() throws Exception {
    DeployedJob job = shop.home().read("models").orElseThrow();
    return LocalFlink.newestCheckpoint(shop.home().checkpoints(job))
        .orElseThrow()
        .toUri()
        .toString();
  }

  private Map<String, List<String>> rows() throws Exception {
    Map<String, List<String>> rows = new TreeMap<>();
    for (String table : TABLES) {
      rows.put(table, shop.rows(table));
    }
    return rows;
  }

  /** What the reader has, once it has seen all. */
  private List<String> copiedOnce() throws Exception {
    shop.running("readers").awaitCaughtUp(Shop.NEVER_STOPS);
    return shop.rows("gold.copied");
  }
}
