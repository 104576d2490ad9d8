package io.alluvium.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.cdc.CdcJob;
import io.alluvium.cdc.pipeline.CdcPipeline;
import io.alluvium.testing.LakeTable;
import io.alluvium.testing.RunningJob;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Columns and tables come, go and change at random while rows are written and the job fails; no
 * restart is told of it. In the end every row is touched once, so that the log has each with all
 * its columns, and bronze must have them.
 */
@Tag("crash-matrix")
class MySqlSchemaDriftITCase {
  private static final int STEPS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final List<String> TYPES =
      List.of(
          "int",
          "bigint",
          "varchar(40)",
          "decimal(12,3)",
          "double",
          "smallint unsigned",
          "text",
          "tinyint(1)");

  @TempDir private Path folder;

  static LongStream seeds() {
    Long seed = Long.getLong("alluvium.seed");
    return seed != null
        ? LongStream.of(seed)
        : new Random().longs(Integer.getInteger("alluvium.seeds", 1));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void followsEveryChangeOfColumnsAndTables(long seed) throws Exception {
    Random random = new Random(seed);
    try (MySqlServer server = new MySqlServer(folder.resolve("server"));
        Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE drift");
      Drift drift = new Drift(random, statement);
      drift.createTable();
      drift.createTable();
      Path lake = folder.resolve("lake");
      CdcPipeline pipeline =
          server.pipeline(lake, "drift.*", "scan.incremental.snapshot.chunk.size: 20");
      String savepoint;
      try (RunningJob job = start(pipeline, null)) {
        for (int i = 0; i < STEPS; i++) {
          drift.step();
          if (random.nextInt(STEPS / 3) == 0) {
            job.fail();
            await().atMost(PATIENCE).until(job::hasFailedAsTold);
          }
        }
        // A job that is just restarting takes no savepoint.
        statement.execute("INSERT INTO drift.t0 (touched) VALUES ('mark')");
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(bronze(lake, "t0", List.of("touched")).values())
                        .as("seed %s, after %s", seed, drift.done)
                        .contains(Map.of("touched", "mark")));
        savepoint = job.stopWithSavepoint(folder.resolve("savepoints"));
      }
      for (int i = 0; i < STEPS / 2; i++) {
        drift.step();
      }
      try (RunningJob job = start(pipeline, savepoint)) {
        drift.step();
        for (String table : drift.tables.keySet()) {
          drift.write(table);
          statement.execute("UPDATE drift." + table + " SET touched = 'yes'");
          List<String> columns = new ArrayList<>(List.of("id", "touched"));
          columns.addAll(drift.tables.get(table));
          Map<String, Map<String, String>> expected = source(server, table, columns);
          await()
              .atMost(PATIENCE)
              .untilAsserted(
                  () ->
                      assertThat(bronze(lake, table, columns))
                          .as("%s, seed %s, after %s", table, seed, drift.done)
                          .isEqualTo(expected));
        }
        assertThat(job.hasFailedAsTold()).isTrue();
      }
    }
  }

  private RunningJob start(CdcPipeline pipeline, String savepoint) throws Exception {
    return RunningJob.start(
        folder.resolve("checkpoints"), 2, savepoint, env -> CdcJob.define(env, pipeline));
  }

  /** What is done to the database. */
  private static final class Drift {
    private final Random random;
    private final Statement statement;
    private final Map<String, List<String>> tables = new TreeMap<>();
    private final List<String> done = new ArrayList<>();
    private int names;

    Drift(Random random, Statement statement) {
      this.random = random;
      this.statement = statement;
    }

    private void execute(String sql) throws Exception {
      done.add(sql);
      statement.execute(sql);
    }

    void createTable() throws Exception {
      String table = "t" + names++;
      execute(
          "CREATE TABLE drift."
              + table
              + " (id int AUTO_INCREMENT PRIMARY KEY, touched varchar(9), c0 int)");
      tables.put(table, new ArrayList<>(List.of("c0")));
      write(table);
    }

    void step() throws Exception {
      String table = List.copyOf(tables.keySet()).get(random.nextInt(tables.size()));
      List<String> columns = tables.get(table);
      String column = columns.get(random.nextInt(columns.size()));
      String alter = "ALTER TABLE drift." + table;
      switch (random.nextInt(9)) {
        case 0, 1, 2 -> {
          String added = "c" + ++names;
          boolean first = random.nextBoolean();
          execute(alter + " ADD COLUMN " + added + " " + type() + (first ? " FIRST" : ""));
          columns.add(added);
        }
        case 3 -> {
          if (columns.size() > 1) {
            execute(alter + " DROP COLUMN " + column);
            columns.remove(column);
          }
        }
        case 4 -> {
          String renamed = "c" + ++names;
          execute(alter + " RENAME COLUMN " + column + " TO " + renamed);
          columns.set(columns.indexOf(column), renamed);
        }
        case 5, 6 -> execute(alter + " MODIFY " + column + " " + type());
        case 7 -> execute("TRUNCATE TABLE drift." + table);
        default -> {
          if (tables.size() < 5) {
            createTable();
          }
        }
      }
      for (String each : tables.keySet()) {
        write(each);
      }
    }

    private String type() {
      return TYPES.get(random.nextInt(TYPES.size()));
    }

    void write(String table) throws Exception {
      String columns = String.join(", ", tables.get(table));
      StringBuilder values = new StringBuilder();
      for (int row = 0; row < 5; row++) {
        values.append(row == 0 ? "(" : ", (");
        for (int i = 0; i < tables.get(table).size(); i++) {
          values.append(i == 0 ? "" : ", ").append(random.nextInt(100));
        }
        values.append(')');
      }
      statement.execute("INSERT INTO drift." + table + " (" + columns + ") VALUES " + values);
      statement.execute("UPDATE drift." + table + " SET id = -id ORDER BY RAND() LIMIT 1");
      statement.execute("DELETE FROM drift." + table + " ORDER BY RAND() LIMIT 1");
    }
  }

  private static Map<String, Map<String, String>> source(
      MySqlServer server, String table, List<String> columns) throws Exception {
    Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    for (Map<String, String> row :
        server.rows("SELECT " + String.join(", ", columns) + " FROM drift." + table)) {
      row.replaceAll((column, text) -> normal(text));
      rows.put(row.get("id"), row);
    }
    return rows;
  }

  private static Map<String, Map<String, String>> bronze(
      Path lake, String table, List<String> columns) throws Exception {
    LakeTable known = new LakeTable(lake, "bronze/" + table);
    LakeTable later = new LakeTable(lake, "bronze/drift_" + table);
    Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    for (Map<String, Object> change : BronzeHistory.ordered(known.count() > 0 ? known : later)) {
      if (change.get("_op").equals("t")) {
        rows.clear();
        continue;
      }
      String id = change.get("id").toString();
      if (change.get("_op").equals("d")) {
        rows.remove(id);
        continue;
      }
      JsonNode rescued =
          new ObjectMapper()
              .readTree(change.get("_rescued") == null ? "{}" : (String) change.get("_rescued"));
      Map<String, String> row = new LinkedHashMap<>();
      for (String column : columns) {
        Object value = change.get(column);
        row.put(
            column,
            value == null && rescued.hasNonNull(column)
                ? normal(rescued.get(column).asText())
                : value == null ? null : normal(value.toString()));
      }
      rows.put(id, row);
    }
    return rows;
  }

  /** Of numbers it is the value that counts. */
  private static String normal(String text) {
    return text != null && text.matches("-?\\d+\\.\\d+")
        ? new BigDecimal(text).stripTrailingZeros().toPlainString()
        : text;
  }
}
