package io.alluvium.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alluvium.cdc.pipeline.CdcPipeline;
import io.alluvium.testing.LakeTable;
import io.alluvium.testing.RunningJob;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database with all that is odd, captured whole by one pattern, stays equal under changes. */
class MessyDatabaseITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The source's tables, with their keys. */
  private static final Map<String, List<String>> TABLES = new LinkedHashMap<>();

  static {
    TABLES.put("customers", List.of("id"));
    TABLES.put("\"Order_Items\"", List.of("Order", "item no"));
    TABLES.put("events_log", List.of());
    TABLES.put("\"Select\"", List.of("id"));
    TABLES.put("unicode", List.of("größe"));
    TABLES.put("measurement", List.of("city", "day"));
    TABLES.put("computed", List.of("id"));
    TABLES.put("empty_one", List.of("id"));
    TABLES.put("unique_only", List.of("code"));
    TABLES.put("large_values", List.of("id"));
    TABLES.put("\"_meta\"", List.of("id"));
  }

  @TempDir private Path folder;

  @Test
  void isCapturedWholeAndStaysEqual() throws Exception {
    try (Database database = new Database(folder.resolve("postgres"))) {
      try (var script = getClass().getResourceAsStream("messy.sql")) {
        database.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
      }
      Path lake = folder.resolve("lake");
      CdcPipeline pipeline = database.pipeline(lake, "messy", "public.*");
      try (RunningJob job =
          RunningJob.start(folder.resolve("checkpoints"), 2, env -> CdcJob.define(env, pipeline))) {
        assertThat(bronzeTables(lake)).hasSize(TABLES.size());
        awaitEqual(database, lake);
        change(database);
        awaitEqual(database, lake);
        job.fail();
        await().atMost(PATIENCE).until(job::hasFailedAsTold);
        database.execute(
            "TRUNCATE large_values, events_log",
            "INSERT INTO events_log VALUES (NULL, NULL, NULL, NULL), (NULL, NULL, NULL, NULL)",
            "INSERT INTO empty_one SELECT i, 'v' || i FROM generate_series(1, 5000) i");
        awaitEqual(database, lake);
      }
      assertThat(database.column("SELECT relreplident FROM pg_class WHERE relname = 'events_log'"))
          .containsExactly("f");
    }
  }

  /** Also what the application does, which the capture must not hinder. */
  private static void change(Database database) throws Exception {
    database.transaction(
        "UPDATE customers SET note = 'n' || id, scores = NULL WHERE id % 2 = 0",
        "DELETE FROM customers WHERE id % 5 = 0",
        "UPDATE customers SET id = id + 1000 WHERE id % 7 = 0",
        "UPDATE \"Order_Items\" SET \"Qty\" = \"Qty\" + 0.5 WHERE \"item no\" = 3",
        "UPDATE \"Order_Items\" SET \"item no\" = 9 WHERE \"item no\" = 4",
        "DELETE FROM \"Order_Items\" WHERE \"Order\" = 7");
    database.transaction(
        "UPDATE events_log SET size = 5 WHERE kind = 'k1'",
        "DELETE FROM events_log WHERE kind = 'k2' AND size = 1",
        "INSERT INTO events_log VALUES (now(), 'k1', '{\"a\": [1, 2]}', 5)",
        "UPDATE \"Select\" SET \"a,b\" = NULL, \"value\" = 'x' WHERE id % 2 = 0",
        "UPDATE unicode SET \"straße 7\" = 0 WHERE \"größe\" = 'g3'",
        "UPDATE measurement SET day = day + 40 WHERE city < 5",
        "DELETE FROM measurement WHERE city = 50",
        "UPDATE computed SET w = 100 WHERE id = 3",
        "UPDATE unique_only SET code = 'new' || v WHERE v < 5",
        "DELETE FROM unique_only WHERE v = 9",
        "UPDATE large_values SET version = 1 WHERE id < 5",
        "UPDATE \"_meta\" SET \"_op\" = 'changed' WHERE id = 2",
        "INSERT INTO scratch VALUES (1)");
  }

  private static void awaitEqual(Database database, Path lake) throws Exception {
    for (Map.Entry<String, List<String>> table : TABLES.entrySet()) {
      SourceRows source = new SourceRows(database);
      List<Map<String, String>> expected = source.rows(table.getKey());
      BronzeFold fold =
          new BronzeFold(
              new LakeTable(lake, "bronze/" + bronzeName(lake, table.getKey())),
              source.columns(table.getKey()),
              table.getValue());
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(fold.rows()).as(table.getKey()).isEqualTo(expected));
    }
  }

  /** Odd names have a suffix. */
  private static String bronzeName(Path lake, String table) throws Exception {
    String plain = table.replace("\"", "").replaceAll("[^\\p{L}\\p{N}_-]", "_");
    return bronzeTables(lake).stream()
        .filter(name -> name.equals(plain) || name.matches("t?" + plain + "_[0-9a-f]{6,8}"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> bronzeTables(Path lake) throws Exception {
    try (Stream<Path> folders = Files.list(lake.resolve("bronze"))) {
      return folders.map(path -> path.getFileName().toString()).toList();
    }
  }
}
