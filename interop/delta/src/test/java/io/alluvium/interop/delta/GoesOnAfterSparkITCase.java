package io.alluvium.interop.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.lint.TableLint;
import io.alluvium.connectors.delta.sink.DeltaSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A running job goes on where Spark rewrites or deletes in its table meanwhile. */
class GoesOnAfterSparkITCase {
  @RegisterExtension static final Engines ENGINES = new Engines();

  @Test
  void anAppendJobGoesOnAfterOptimizeAndDelete() throws Exception {
    String table = "appended";
    long count = 20_000;
    StreamExecutionEnvironment environment = NumberedRows.environment();
    DeltaSink.append(ENGINES.path(table).toString(), NumberedRows.ROW_TYPE)
        .addTo(NumberedRows.inserts(environment, count), table);
    JobClient job = environment.executeAsync();
    awaitVersion(table, 3);

    ENGINES.inSpark(table, List.of("OPTIMIZE $t", "DELETE FROM $t WHERE id < 50"));
    awaitVersion(table, ENGINES.latestVersion(table) + 2);
    ENGINES.inSpark(table, List.of("DELETE FROM $t WHERE id BETWEEN 50 AND 59", "OPTIMIZE $t"));
    job.getJobExecutionResult().get(120, TimeUnit.SECONDS);

    TableLint.of(ENGINES.path(table)).assertClean();
    assertThat(
            ENGINES
                .spark()
                .query(
                    "SELECT count(*), count(DISTINCT id), min(id), max(id) FROM "
                        + ENGINES.inSpark(table)))
        .containsExactly("[" + (count - 60) + ", " + (count - 60) + ", 60, " + (count - 1) + "]");
    long latest = ENGINES.latestVersion(table);
    assertThat(ENGINES.readByFlink(table, latest)).isEqualTo(ENGINES.readBySpark(table, latest));
  }

  private static void awaitVersion(String table, long version) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> ENGINES.latestVersion(table) >= version);
  }
}
