package io.alluvium.interop.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.lint.TableLint;
import io.alluvium.connectors.delta.sink.DeltaSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A running job goes on where Spark rewrites or deletes in its table meanwhile. */
class GoesOnAfterSparkITCase {
  @RegisterExtension static final Engines ENGINES = new Engines();

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
    delete(table, "id < 50");
    awaitVersion(table, ENGINES.latestVersion(table) + 2);
    delete(table, "id BETWEEN 50 AND 59");
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

  /** Spark gives up where a commit comes between: the rows stop for as long as it takes. */
  private static void delete(String table, String condition) {
    OPEN.set(false);
    try {
      Awaitility.await()
          .pollInSameThread()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptionsMatching(e -> e.getMessage().contains("DELTA_CONCURRENT_APPEND"))
          .until(
              () -> {
                ENGINES.inSpark(table, List.of("DELETE FROM $t WHERE " + condition));
                return true;
              });
    } finally {
      OPEN.set(true);
    }
  }

  private static void awaitVersion(String table, long version) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> ENGINES.latestVersion(table) >= version);
  }
}
