package io.alluvium.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alluvium.cdc.pipeline.CdcPipeline;
import io.alluvium.testing.RunningJob;
import io.alluvium.testing.capture.MessyDatabase;
import io.alluvium.testing.capture.SourceDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database that nobody designed for this is captured whole, and bronze stays equal to it under
 * seeded changes before, during and after failures. {@code -Dalluvium.seeds=N} goes deeper.
 */
@Tag("crash-matrix")
class MessyDatabaseITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final int TRANSACTIONS = 60;

  @TempDir private Path folder;

  @Test
  void isCapturedWholeAndStaysEqual() throws Exception {
    long seed = Long.getLong("alluvium.seed", 1);
    int seeds = Integer.getInteger("alluvium.seeds", 1);
    for (long next = seed; next < seed + seeds; next++) {
      try (Database database = new Database(folder.resolve("postgres" + next))) {
        run(database, next);
      }
    }
  }

  private void run(Database database, long seed) throws Exception {
    SourceDatabase source = database.as(List.of("public", "sales", "Größe & Co"));
    MessyDatabase messy = new MessyDatabase(source, seed);
    messy.load();
    Path lake = folder.resolve("lake" + seed);
    CdcPipeline pipeline =
        database.pipeline(lake, "messy", "public.*", "sales.*", "\"Größe & Co\".*");
    try (RunningJob job =
        RunningJob.start(
            folder.resolve("checkpoints" + seed), 2, env -> CdcJob.define(env, pipeline))) {
      // The first while the snapshot is taken.
      messy.change(TRANSACTIONS);
      awaitEqual(source, lake, seed);
      messy.change(TRANSACTIONS);
      job.fail();
      messy.change(TRANSACTIONS);
      await().atMost(PATIENCE).until(job::hasFailedAsTold);
      awaitEqual(source, lake, seed);
    }
    assertThat(
            database.column(
                "SELECT DISTINCT relreplident FROM pg_class WHERE relname IN"
                    + " ('events_log', 'queue', 'unnamed', 'visits', 'visits_old_a', 'visits_new')"))
        .containsExactly("f");
  }

  private static void awaitEqual(SourceDatabase source, Path lake, long seed) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> source.assertEqualTo(lake.resolve("bronze"), "seed " + seed));
  }
}
