package io.alluvium.interop.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.WriteMode;
import io.alluvium.connectors.delta.lint.TableLint;
import io.alluvium.connectors.delta.sink.DeltaSink;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A running job goes on where Spark rewrites or deletes in its table meanwhile. */
class GoesOnAfterSparkITCase {
  @RegisterExtension static final Engines ENGINES = new Engines();

  private static final int KEYS = 500;
  private static final AtomicBoolean OPEN = new AtomicBoolean(true);

  private JobClient job;

  @AfterEach
  void endJob() throws Exception {
    if (job != null) {
      job.cancel().get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void anAppendJobGoesOnAfterOptimizeAndDelete() throws Exception {
    String table = "appended";
    StreamExecutionEnvironment environment = NumberedRows.environment();
    DeltaSink.append(ENGINES.path(table).toString(), NumberedRows.ROW_TYPE)
        .addTo(NumberedRows.inserts(environment, () -> OPEN.get()), table);
    job = environment.executeAsync();
    awaitVersion(table, 3);

    ENGINES.inSpark(table, List.of("OPTIMIZE $t"));
    whilePaused(table, "DELETE FROM $t WHERE id < 50");
    awaitVersion(table, ENGINES.latestVersion(table) + 2);
    whilePaused(table, "DELETE FROM $t WHERE id BETWEEN 50 AND 59");
    ENGINES.inSpark(table, List.of("OPTIMIZE $t"));
    awaitVersion(table, ENGINES.latestVersion(table) + 2);
    job.stopWithSavepoint(
            true, ENGINES.scratch().resolve("sp").toUri().toString(), SavepointFormatType.CANONICAL)
        .get(60, TimeUnit.SECONDS);
    job = null;

    TableLint.of(ENGINES.path(table)).assertClean();
    assertThat(
            ENGINES
                .spark()
                .query(
                    "SELECT min(id), count(*) = max(id) - 59, count(DISTINCT id) = max(id) - 59 FROM "
                        + ENGINES.inSpark(table)))
        .containsExactly("[60, true, true]");
    assertThat(ENGINES.readLatestByFlink(table))
        .isEqualTo(ENGINES.readBySpark(table, ENGINES.latestVersion(table)));
  }

  @ParameterizedTest
  @EnumSource(
      value = WriteMode.class,
      names = {"MERGE_ON_READ"})
  void anUpsertJobGoesOnAfterDeleteAndOptimize(WriteMode mode) throws Exception {
    String table = "upserted_" + mode.name().toLowerCase(Locale.ROOT);
    StreamExecutionEnvironment environment = NumberedRows.environment();
    DeltaSink.upsert(ENGINES.path(table).toString(), NumberedRows.ROW_TYPE, List.of("id"))
        .mode(mode)
        .addTo(NumberedRows.updates(environment, KEYS, () -> OPEN.get()), table);
    job = environment.executeAsync();
    awaitVersion(table, 3);

    whilePaused(table, "DELETE FROM $t WHERE id < 50");
    awaitVersion(table, ENGINES.latestVersion(table) + 2);
    whilePaused(table, "OPTIMIZE $t");
    awaitVersion(table, ENGINES.latestVersion(table) + 3);
    job.stopWithSavepoint(
            true, ENGINES.scratch().resolve("sp").toUri().toString(), SavepointFormatType.CANONICAL)
        .get(60, TimeUnit.SECONDS);
    job = null;

    TableLint.of(ENGINES.path(table)).assertClean();
    // Every key was updated again after it was deleted: the latest numbers, each once.
    assertThat(
            ENGINES
                .spark()
                .query(
                    "SELECT count(*), count(DISTINCT id), min(id), max(id),"
                        + " max(amount) - min(amount) FROM "
                        + ENGINES.inSpark(table)))
        .containsExactly("[" + KEYS + ", " + KEYS + ", 0, " + (KEYS - 1) + ", " + (KEYS - 1) + "]");
    assertThat(ENGINES.readLatestByFlink(table))
        .isEqualTo(ENGINES.readBySpark(table, ENGINES.latestVersion(table)));
  }

  /** Spark gives up where a commit comes between: the rows stop for as long as it takes. */
  private static void whilePaused(String table, String statement) {
    OPEN.set(false);
    try {
      Awaitility.await()
          .pollInSameThread()
          .atMost(Duration.ofSeconds(180))
          .ignoreExceptionsMatching(e -> e.getMessage().contains("DELTA_CONCURRENT"))
          .until(
              () -> {
                ENGINES.inSpark(table, List.of(statement));
                return true;
              });
    } finally {
      OPEN.set(true);
    }
  }

  private static void awaitVersion(String table, long version) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(180))
        .until(() -> ENGINES.latestVersion(table) >= version);
  }
}
