package io.alluvium.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.alluvium.cdc.CdcJob;
import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.check.Finding;
import io.alluvium.cdc.pipeline.CdcPipeline;
import io.alluvium.testing.LakeTable;
import io.alluvium.testing.RunningJob;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MySqlCaptureITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  @TempDir private static Path folder;
  private static MySqlServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new MySqlServer(folder.resolve("server"));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static void awaitFold(
      LakeTable bronze, String table, List<String> key, List<String> columns) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(BronzeHistory.fold(bronze, key, columns))
                    .isEqualTo(
                        BronzeHistory.byKey(
                            server.rows("SELECT " + String.join(", ", columns) + " FROM " + table),
                            key)));
  }

  @Test
  void followsTablesThroughTheirChangesWithoutARestart() throws Exception {
    server.execute(
        "CREATE DATABASE shop",
        "CREATE TABLE shop.`order` (region varchar(9), id int, note text, PRIMARY KEY (region, id))",
        "INSERT INTO shop.`order` SELECT elt(1 + seq % 3, 'n', 's', 'o'), seq, 'old'"
            + " FROM seq_1_to_500",
        "CREATE TABLE shop.log_line (at int, line varchar(20))",
        "INSERT INTO shop.log_line SELECT seq % 7, 'twice' FROM seq_1_to_700",
        "CREATE TABLE shop.empty_one (id int PRIMARY KEY)");
    Path lake = folder.resolve("lake");
    CdcPipeline pipeline =
        server.pipeline(lake, "shop.*", "scan.incremental.snapshot.chunk.size: 60");
    LakeTable order = new LakeTable(lake, "bronze/order");
    LakeTable lines = new LakeTable(lake, "bronze/log_line");
    LakeTable later = new LakeTable(lake, "bronze/shop_later");
    LakeTable away = new LakeTable(lake, "bronze/made_while_away");
    List<String> key = List.of("region", "id");
    String savepoint;
    try (RunningJob job =
        RunningJob.start(folder.resolve("checkpoints"), 2, env -> CdcJob.define(env, pipeline))) {
      awaitFold(order, "shop.`order`", key, List.of("region", "id", "note"));
      await().atMost(PATIENCE).until(() -> lines.count() == 700);
      assertThat(new LakeTable(lake, "bronze/empty_one").count()).isZero();

      server.execute(
          "UPDATE shop.`order` SET id = id + 1000 WHERE id < 10",
          "DELETE FROM shop.`order` WHERE id = 20",
          "ALTER TABLE shop.`order` ADD COLUMN price decimal(10,2) FIRST",
          "INSERT INTO shop.`order` VALUES (12.50, 'n', 9001, 'dear')",
          "ALTER TABLE shop.`order` CHANGE note remark varchar(50), ADD COLUMN IF NOT EXISTS x int",
          "INSERT INTO shop.`order` VALUES (1, 'n', 9002, 'renamed', 5)",
          "ALTER TABLE shop.`order` DROP COLUMN price, MODIFY x bigint",
          "INSERT INTO shop.`order` VALUES ('n', 9003, 'wider', 5000000000)",
          "DELETE FROM shop.log_line WHERE at = 3 LIMIT 5",
          "CREATE TABLE shop.later (id int PRIMARY KEY, v varchar(9))",
          "INSERT INTO shop.later VALUES (1, 'a'), (2, 'b')",
          "CREATE TABLE shop.copied AS SELECT id, v FROM shop.later");
      awaitFold(order, "shop.`order`", key, key);
      awaitFold(later, "shop.later", List.of("id"), List.of("id", "v"));
      await().atMost(PATIENCE).until(() -> lines.count() == 705);
      Map<String, Object> wide =
          BronzeHistory.ordered(order).stream()
              .filter(row -> Integer.valueOf(9003).equals(row.get("id")))
              .findFirst()
              .orElseThrow();
      assertThat(wide.get("x") == null ? wide.get("_rescued") : wide.get("x").toString())
          .asString()
          .contains("5000000000");
      Map<String, Object> deleted =
          BronzeHistory.ordered(order).stream()
              .filter(row -> Integer.valueOf(20).equals(row.get("id")))
              .reduce((first, second) -> second)
              .orElseThrow();
      assertThat(deleted).containsEntry("_op", "d").containsEntry("note", "old");
      assertThat((String) deleted.get("_position")).matches("binlog\\.\\d+:\\d+:0 0-1-\\d+");
      assertThat((String) deleted.get("_before")).contains("\"note\":\"old\"");

      server.execute("TRUNCATE shop.later", "INSERT INTO shop.later VALUES (3, 'c')");
      awaitFold(later, "shop.later", List.of("id"), List.of("id", "v"));
      savepoint = job.stopWithSavepoint(folder.resolve("savepoints"));
    }
    server.execute(
        "CREATE TABLE shop.made_while_away (id int PRIMARY KEY, v int)",
        "INSERT INTO shop.made_while_away SELECT seq, seq FROM seq_1_to_300",
        "ALTER TABLE shop.`order` ADD COLUMN added_while_away int DEFAULT 7",
        "INSERT INTO shop.`order` (region, id, added_while_away) VALUES ('n', 9010, 8)",
        "INSERT INTO shop.later VALUES (4, 'd')");
    try (RunningJob job =
        RunningJob.start(
            folder.resolve("checkpoints"), 1, savepoint, env -> CdcJob.define(env, pipeline))) {
      awaitFold(away, "shop.made_while_away", List.of("id"), List.of("id", "v"));
      awaitFold(later, "shop.later", List.of("id"), List.of("id", "v"));
      awaitFold(order, "shop.`order`", key, key);
      server.execute("UPDATE shop.made_while_away SET v = v + 1");
      awaitFold(away, "shop.made_while_away", List.of("id"), List.of("id", "v"));
      assertThat(BronzeHistory.ordered(order))
          .extracting(row -> row.get("added_while_away"))
          .contains(8);
      // What the log has had from the beginning is not read once more.
      assertThat(BronzeHistory.ordered(later))
          .extracting(row -> row.get("_op"))
          .containsExactly("c", "c", "t", "c", "c");
      assertThat(job.status()).isEqualTo(org.apache.flink.api.common.JobStatus.RUNNING);
    }
  }

  @Test
  void takesLargeTransactions() throws Exception {
    server.execute(
        "CREATE DATABASE large", "CREATE TABLE large.t (id int PRIMARY KEY, v varchar(200))");
    Path lake = folder.resolve("large_lake");
    CdcPipeline pipeline = server.pipeline(lake, "large.t");
    LakeTable bronze = new LakeTable(lake, "bronze/t");
    try (RunningJob job =
        RunningJob.start(
            folder.resolve("large_checkpoints"), 1, env -> CdcJob.define(env, pipeline))) {
      try (Connection connection = server.connect();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("INSERT INTO large.t SELECT seq, repeat('x', 150) FROM seq_1_to_60000");
        statement.execute("UPDATE large.t SET v = concat(v, id) WHERE id % 2 = 0");
        connection.commit();
      }
      await().atMost(PATIENCE).until(() -> bronze.count() > 0);
      job.fail();
      await().atMost(PATIENCE).until(() -> bronze.count() >= 90_000);
      awaitFold(bronze, "large.t", List.of("id"), List.of("id", "v"));
      assertThat(bronze.count()).isEqualTo(90_000);
    }
  }

  @Test
  void saysWhatStandsInTheWayOfACapture() throws Exception {
    server.execute(
        "CREATE DATABASE refused",
        "CREATE TABLE refused.t (id int PRIMARY KEY)",
        "SET GLOBAL binlog_row_metadata = 'MINIMAL'");
    Path lake = folder.resolve("refused_lake");
    assertThatThrownBy(() -> define(lake, "refused.t"))
        .isInstanceOf(CdcException.class)
        .hasMessageContaining("binlog_row_metadata = MINIMAL")
        .hasMessageContaining("Run SET GLOBAL binlog_row_metadata = 'FULL'.");
    server.execute("SET GLOBAL binlog_row_metadata = 'FULL'");
    server.execute("REVOKE REPLICATION SLAVE ON *.* FROM capture@'127.0.0.1'");
    assertThatThrownBy(() -> define(lake, "refused.t"))
        .hasMessageContaining("Run GRANT REPLICATION SLAVE ON *.* TO 'capture'@'127.0.0.1'.");
    assertThat(findings("refused.t"))
        .filteredOn(finding -> finding.severity() == Finding.Severity.PROBLEM)
        .singleElement()
        .satisfies(finding -> server.execute(finding.mend().get(0)));
    assertThat(findings("refused.t"))
        .extracting(Finding::severity)
        .containsOnly(Finding.Severity.OK);
    assertThatThrownBy(() -> define(lake, "refused.none"))
        .hasMessageContaining("has no table that source.tables takes");
    define(lake, "refused.t");
  }

  private static List<Finding> findings(String tables) {
    try (MySqlDatabase database = MySqlDatabase.connect(server.pipeline(folder, tables).source())) {
      return database.check();
    }
  }

  private static void define(Path lake, String tables) {
    CdcJob.define(
        StreamExecutionEnvironment.getExecutionEnvironment(), server.pipeline(lake, tables));
  }
}
