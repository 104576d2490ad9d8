package io.alluvium.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alluvium.testing.LakeTable;
import io.alluvium.testing.RunningJob;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.flink.table.data.RowData;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every change is there once, through failures of the job, of sessions and of the server. */
@Tag("crash-matrix")
class FailureITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final int ROWS = 6_000;
  private static final List<String> TABLES = List.of("by_number", "by_text", "keyless", "added");
  private static final int FAULTS = 6;

  @TempDir private static Path folder;

  private enum Fault {
    JOB,
    SENDER,
    READERS,
    SERVER,
    SAVEPOINT
  }

  @Test
  void keepsEachChangeOnceThroughFailuresOfJobAndServer() throws Exception {
    long seed = Long.getLong("alluvium.seed", 1);
    int seeds = Integer.getInteger("alluvium.seeds", 1);
    for (long next = seed; next < seed + seeds; next++) {
      try (Database database = new Database(folder.resolve("postgres" + next))) {
        run(database, next);
      }
    }
  }

  private void run(Database database, long seed) throws Exception {
    Random random = new Random(seed);
    database.execute(
        "CREATE TABLE by_number (id int PRIMARY KEY, version int NOT NULL, note text)",
        "CREATE TABLE by_text (name text, id int, version int NOT NULL, PRIMARY KEY (name, id))",
        "CREATE TABLE keyless (id int, version int)",
        "CREATE TABLE added (id numeric, version int NOT NULL, at timestamptz DEFAULT"
            + " '2024-01-01', PRIMARY KEY (at, id))",
        "ALTER TABLE keyless REPLICA IDENTITY FULL",
        "INSERT INTO by_number SELECT i, 0, repeat('n', 20) FROM generate_series(1, "
            + ROWS
            + ") i",
        "INSERT INTO by_text SELECT md5((i % 100)::text), i, 0 FROM generate_series(1, "
            + ROWS
            + ") i",
        "INSERT INTO keyless SELECT i, 0 FROM generate_series(1, " + ROWS / 4 + ") i",
        "INSERT INTO added SELECT i, 0, now() - i * interval '1 s' FROM generate_series(1, "
            + ROWS
            + ") i");
    Path lake = folder.resolve("lake" + seed);
    LakeTable changes = new LakeTable(lake, RecordedChanges.TABLE);
    RowHistories histories = new RowHistories(changes, database, TABLES);
    Changer changer = new Changer(database, TABLES, ROWS / 4, seed);
    changer.start();
    String description = "seed " + seed;
    String savepoint = null;
    try {
      List<Fault> faults = new ArrayList<>(List.of(Fault.values()));
      IntStream.range(faults.size(), FAULTS)
          .forEach(i -> faults.add(Fault.values()[random.nextInt(Fault.values().length)]));
      Collections.shuffle(faults, random);
      description += ", " + faults;
      boolean all = false;
      RunningJob job = start(database, lake, null, 2, false);
      try {
        await(description).atMost(PATIENCE).until(() -> changes.count() > 0);
        for (Fault fault : faults) {
          long count = changes.count();
          if (fault == Fault.SAVEPOINT) {
            savepoint = job.stopWithSavepoint(folder.resolve("savepoints"));
            job.close();
            all = true;
            job = start(database, lake, savepoint, 1 + random.nextInt(2), true);
          } else {
            inflict(fault, job, database, changer);
          }
          await(description + " after " + fault)
              .atMost(PATIENCE)
              .until(() -> changes.count() > count + 50);
        }
        assertThat(all).isTrue();
        changer.finish();
        await(description).atMost(PATIENCE).untilAsserted(histories::assertComplete);
        assertThat(job.hasFailedAsTold()).isTrue();
      } finally {
        job.close();
      }
    } finally {
      changer.finish();
    }
    histories.assertExact(description);
  }

  private static RunningJob start(
      Database database, Path lake, String savepoint, int parallelism, boolean all)
      throws Exception {
    PostgresSource<RowData> source =
        RecordedChanges.source(database.address(), 100_000)
            .tables(TableSelection.matching(all ? "public\\..*" : "public\\.(by_.*|keyless)"))
            .splitBytes(64 << 10)
            .statusInterval(Duration.ofMillis(200))
            .build();
    return RunningJob.start(
        folder.resolve("checkpoints"),
        parallelism,
        savepoint,
        env -> RecordedChanges.define(env, source, lake));
  }

  private static void inflict(Fault fault, RunningJob job, Database database, Changer changer)
      throws Exception {
    switch (fault) {
      case JOB -> {
        job.fail();
        await().atMost(PATIENCE).until(job::hasFailedAsTold);
      }
      case SENDER -> terminate(database, "backend_type = 'walsender'");
      case READERS -> terminate(database, "application_name = 'alluvium'");
      case SERVER -> changer.whilePaused(database::restart);
      case SAVEPOINT -> throw new IllegalArgumentException();
    }
  }

  private static void terminate(Database database, String which) throws SQLException {
    database.column("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE " + which);
  }
}
