package io.alluvium.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alluvium.cdc.pipeline.CdcPipeline;
import io.alluvium.testing.LakeTable;
import io.alluvium.testing.RunningJob;
import io.alluvium.testing.capture.BronzeFold;
import io.alluvium.testing.capture.SourceDatabase;
import io.alluvium.testing.capture.SourceRows;
import io.alluvium.testing.capture.SourceTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random changes of schema among random changes of rows, failures, and a restart during which the
 * schema changes, too: what bronze amounts to is the source, row for row. {@code -Dalluvium.ddls=50
 * -Dalluvium.seeds=N} goes deeper, {@code -Dalluvium.seed=N} repeats.
 */
@Tag("crash-matrix")
class DriftITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final int DDLS = Integer.getInteger("alluvium.ddls", 10);

  @TempDir private Path folder;

  @Test
  void bronzeFollowsTheSource() throws Exception {
    long seed = Long.getLong("alluvium.seed", 1);
    int seeds = Integer.getInteger("alluvium.seeds", 1);
    for (long next = seed; next < seed + seeds; next++) {
      try (Database database = new Database(folder.resolve("postgres" + next))) {
        run(database, next);
      }
    }
  }

  private void run(Database database, long seed) throws Exception {
    DriftingTables tables = new DriftingTables(database, new Random(seed));
    tables.create();
    Path lake = folder.resolve("lake" + seed);
    Callable<CdcPipeline> pipeline = () -> database.pipeline(lake, "drift", "public.*");
    String savepoint;
    try (RunningJob job = start(pipeline.call(), null)) {
      // The first of these while the snapshot is taken.
      for (int i = 0; i < DDLS; i++) {
        tables.changeSchema();
        tables.changeRows();
        if (i % 7 == 4) {
          job.fail();
        }
      }
      tables.changeRows();
      await().atMost(PATIENCE).until(job::hasFailedAsTold);
      awaitEqual(database, lake, tables, seed);
      savepoint = job.stopWithSavepoint(folder.resolve("savepoints"));
    }
    // While it is down; a table comes to be, which is captured from the next start on.
    tables.changeSchema();
    // Last, for another change might take it away again.
    String added = tables.addColumn();
    tables.changeRows();
    String created = tables.createAnother();
    try (RunningJob job = start(pipeline.call(), savepoint)) {
      assertThat(new LakeTable(lake, "bronze/drifting_0").rowType().getFieldNames())
          .as("there before a row brings it, seed %s", seed)
          .contains(added);
      assertThat(new LakeTable(lake, "bronze/" + created).rowType().getFieldCount()).isPositive();
      tables.changeRows();
      tables.changeSchema();
      tables.changeRows();
      awaitEqual(database, lake, tables, seed);
      assertThat(job.hasFailedAsTold()).isTrue();
    }
  }

  private RunningJob start(CdcPipeline pipeline, String savepoint) throws Exception {
    return RunningJob.start(
        folder.resolve("checkpoints"), 1, savepoint, env -> CdcJob.define(env, pipeline));
  }

  private static void awaitEqual(Database database, Path lake, DriftingTables tables, long seed)
      throws Exception {
    SourceDatabase source = database.as(List.of("public"));
    for (SourceTable table : source.tables()) {
      List<Map<String, String>> expected = new SourceRows(source, table).rows();
      BronzeFold fold = new BronzeFold(new LakeTable(lake, "bronze/" + table.name()), table);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(fold.rows())
                      .as("table %s, seed %s, %s", table, seed, tables.statements())
                      .isEqualTo(expected));
    }
  }
}
