package io.alluvium.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alluvium.cdc.CdcJob;
import io.alluvium.cdc.pipeline.CdcPipeline;
import io.alluvium.testing.LakeTable;
import io.alluvium.testing.RunningJob;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows of two tables change all the time, every row by steps of one, in transactions of which some
 * stay open for long: so a change that is lost or doubled shows as a gap or a repeat in its row's
 * history. The snapshot's row lies somewhere in it. Job and server are killed meanwhile.
 */
@Tag("crash-matrix")
class MySqlExactlyOnceITCase {
  private static final int ROWS = 3_000;
  private static final int WRITERS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final List<String> TABLES = List.of("left_side", "right_side");

  @TempDir private Path folder;

  static LongStream seeds() {
    Long seed = Long.getLong("alluvium.seed");
    return seed != null
        ? LongStream.of(seed)
        : new Random().longs(Integer.getInteger("alluvium.seeds", 1));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void keepsEachChangeOnceThroughFailuresOfJobAndServer(long seed) throws Exception {
    Random random = new Random(seed);
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
    try (MySqlServer server = new MySqlServer(folder.resolve("server"))) {
      server.execute("CREATE DATABASE fleet");
      for (String table : TABLES) {
        server.execute(
            "CREATE TABLE fleet." + table + " (id int PRIMARY KEY, version int NOT NULL)",
            "INSERT INTO fleet." + table + " SELECT seq, 0 FROM seq_1_to_" + ROWS);
      }
      Path lake = folder.resolve("lake");
      CdcPipeline pipeline =
          server.pipeline(lake, "fleet.*", "scan.incremental.snapshot.chunk.size: 100");
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        long writerSeed = random.nextLong();
        writers.add(pool.submit(() -> write(server, new Random(writerSeed), over)));
      }
      String savepoint;
      try (RunningJob job = start(pipeline, 2, null)) {
        LakeTable first = table(lake, TABLES.get(0));
        await().atMost(PATIENCE).until(() -> first.count() > 0);
        breakSomething(server, job, random);
        await().atMost(PATIENCE).until(() -> hasStreamed(lake));
        for (int i = 0; i < 3; i++) {
          breakSomething(server, job, random);
          long count = first.count();
          await().atMost(PATIENCE).until(() -> first.count() > count + 100);
        }
        savepoint = job.stopWithSavepoint(folder.resolve("savepoints"));
      }
      try (RunningJob job = start(pipeline, 1, savepoint)) {
        breakSomething(server, job, random);
        over.set(true);
        for (Future<?> writer : writers) {
          writer.get();
        }
        for (String table : TABLES) {
          await().atMost(PATIENCE).until(() -> versions(lake, table).equals(source(server, table)));
        }
        assertThat(job.hasFailedAsTold()).isTrue();
      }
      for (String table : TABLES) {
        checkHistory(lake, table, source(server, table), seed);
      }
    } finally {
      over.set(true);
      pool.shutdownNow();
    }
  }

  private RunningJob start(CdcPipeline pipeline, int parallelism, String savepoint)
      throws Exception {
    return RunningJob.start(
        folder.resolve("checkpoints"), parallelism, savepoint, env -> CdcJob.define(env, pipeline));
  }

  private static void breakSomething(MySqlServer server, RunningJob job, Random random)
      throws Exception {
    int what = random.nextInt(3);
    if (what > 0) {
      server.process().kill();
    }
    if (what != 1) {
      job.fail();
    }
    if (what > 0) {
      server.process().start();
    }
    await().atMost(PATIENCE).until(job::hasFailedAsTold);
  }

  /** Adds to rows of both tables, several times to some, and lets a transaction stay open. */
  private static void write(MySqlServer server, Random random, AtomicBoolean over) {
    while (!over.get()) {
      try (Connection connection = server.connect();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        while (!over.get()) {
          int changes = 1 + random.nextInt(8);
          for (int i = 0; i < changes; i++) {
            int id = 1 + random.nextInt(ROWS);
            statement.execute(
                "UPDATE fleet."
                    + TABLES.get(random.nextInt(2))
                    + " SET version = version + 1 WHERE id BETWEEN "
                    + id
                    + " AND "
                    + (id + random.nextInt(3)));
          }
          if (random.nextInt(10) == 0) {
            statement.execute("DO SLEEP(" + random.nextInt(300) / 1000.0 + ")");
          }
          connection.commit();
          TimeUnit.MILLISECONDS.sleep(random.nextInt(4));
        }
      } catch (SQLException e) {
        // The server is away, or two writers were in each other's way: nothing was committed, or it
        // was and the server counts it.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static LakeTable table(Path lake, String name) {
    return new LakeTable(lake, "bronze/" + name);
  }

  private static boolean hasStreamed(Path lake) throws Exception {
    for (String table : TABLES) {
      if (table(lake, table).count() <= ROWS) {
        return false;
      }
    }
    return true;
  }

  private static Map<Integer, Integer> source(MySqlServer server, String table)
      throws SQLException {
    Map<Integer, Integer> versions = new TreeMap<>();
    for (Map<String, String> row : server.rows("SELECT id, version FROM fleet." + table)) {
      versions.put(Integer.valueOf(row.get("id")), Integer.valueOf(row.get("version")));
    }
    return versions;
  }

  private static Map<Integer, Integer> versions(Path lake, String table) throws Exception {
    Map<Integer, Integer> versions = new TreeMap<>();
    for (Map<String, Object> row : table(lake, table).rows()) {
      versions.merge((Integer) row.get("id"), (Integer) row.get("version"), Math::max);
    }
    return versions;
  }

  private static void checkHistory(Path lake, String table, Map<Integer, Integer> source, long seed)
      throws Exception {
    Map<Integer, List<Map<String, Object>>> histories =
        BronzeHistory.ordered(table(lake, table)).stream()
            .collect(
                Collectors.groupingBy(
                    row -> (Integer) row.get("id"), TreeMap::new, Collectors.toList()));
    assertThat(histories.keySet()).isEqualTo(source.keySet());
    histories.forEach(
        (id, history) -> {
          String which = table + " " + id + ", seed " + seed;
          assertThat(history).as(which).extracting(row -> row.get("_op")).startsWith("r");
          assertThat(history)
              .as(which)
              .extracting(row -> row.get("_sequence"))
              .doesNotHaveDuplicates();
          int read = (Integer) history.get(0).get("version");
          List<Integer> streamed =
              history.stream().skip(1).map(row -> (Integer) row.get("version")).toList();
          // The stream begins before the snapshot's row at the latest, and leaves out nothing.
          int firstStreamed = streamed.isEmpty() ? read + 1 : streamed.get(0);
          assertThat(firstStreamed).as(which).isBetween(1, read + 1);
          for (int i = 0; i < streamed.size(); i++) {
            assertThat(streamed.get(i)).as(which).isEqualTo(firstStreamed + i);
          }
          int last = streamed.isEmpty() ? read : streamed.get(streamed.size() - 1);
          assertThat(last).as(which).isEqualTo(source.get(id));
        });
  }
}
