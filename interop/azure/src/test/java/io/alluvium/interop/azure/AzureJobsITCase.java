package io.alluvium.interop.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.WriteMode;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.sink.DeltaSink;
import io.alluvium.interop.azure.StoreProxy.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.ExceptionUtils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Jobs whose tables, checkpoints and savepoints are in the store: each fails once, is stopped with
 * a savepoint and goes on from it, while the store refuses some requests.
 */
class AzureJobsITCase {
  @RegisterExtension static final AzureStore STORE = new AzureStore();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final RowType ROW_TYPE =
      (RowType)
          DataTypes.ROW(
                  DataTypes.FIELD("id", DataTypes.BIGINT().notNull()),
                  DataTypes.FIELD("n", DataTypes.BIGINT()))
              .getLogicalType();
  private static final long ROWS = 40_000;
  private static final int KEYS = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  private static final AtomicBoolean SLOW = new AtomicBoolean();
  private static final AtomicBoolean FAIL = new AtomicBoolean();

  @AfterEach
  void clearUp() {
    STORE.proxy().weather(request -> Fate.WELL);
  }

  @ParameterizedTest
  @EnumSource(WriteMode.class)
  void aJobFailsRestartsAndGoesOnFromItsSavepoint(WriteMode mode) throws Exception {
    String table = STORE.uri("lake/jobs/" + mode.name().toLowerCase(Locale.ROOT));
    badWeather();
    SLOW.set(true);
    JobClient job = start(mode, table, null);
    await(() -> version(table) >= 1);
    FAIL.set(true);
    await(() -> !FAIL.get());
    long failedAt = version(table);
    await(() -> version(table) > failedAt);
    String savepoint = stopWithSavepoint(job);
    assertThat(savepoint).startsWith(STORE.uri("savepoints"));

    SLOW.set(false);
    JobClient resumed = start(mode, table, savepoint);
    resumed.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    STORE.proxy().weather(request -> Fate.WELL);

    AzureSql sql = AzureSql.batch(STORE);
    assertThat(sql.rowsOf("SELECT * FROM jobs." + mode.name().toLowerCase(Locale.ROOT)))
        .isEqualTo(expected(mode));
  }

  /** Flink refuses while a task of the job is still on its way back. */
  private static String stopWithSavepoint(JobClient job) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(
            e ->
                ExceptionUtils.findThrowableWithMessage(e, "Not all required tasks are currently")
                    .isPresent())
        .until(
            () ->
                job.stopWithSavepoint(false, STORE.uri("savepoints"), SavepointFormatType.CANONICAL)
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS),
            Objects::nonNull);
  }

  private static void badWeather() {
    Random random = new Random(Long.getLong("alluvium.seed", 4L));
    STORE
        .proxy()
        .weather(
            request -> {
              synchronized (random) {
                return random.nextInt(50) == 0 ? Fate.REFUSED : Fate.WELL;
              }
            });
  }

  private static JobClient start(WriteMode mode, String table, String savepoint) throws Exception {
    StreamExecutionEnvironment environment = AzureSql.environment(STORE);
    DataStream<RowData> rows =
        environment
            .fromSequence(0, ROWS - 1)
            .setParallelism(1)
            .uid("numbers")
            .map(new Gated(mode == WriteMode.APPEND))
            .returns(InternalTypeInfo.of(ROW_TYPE))
            .setParallelism(1)
            .uid("gate");
    if (mode == WriteMode.APPEND) {
      DeltaSink.append(table, ROW_TYPE).addTo(rows, "sink");
    } else {
      DeltaSink.upsert(table, ROW_TYPE, List.of("id")).mode(mode).addTo(rows, "sink");
    }
    StreamGraph graph = environment.getStreamGraph();
    if (savepoint != null) {
      graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint));
    }
    return environment.executeAsync(graph);
  }

  private static List<String> expected(WriteMode mode) {
    List<String> rows = new ArrayList<>();
    if (mode == WriteMode.APPEND) {
      for (long number = 0; number < ROWS; number++) {
        rows.add("+I[" + number + ", " + number + "]");
      }
    } else {
      for (long number = ROWS - KEYS; number < ROWS; number++) {
        rows.add("+I[" + number % KEYS + ", " + number + "]");
      }
    }
    rows.sort(null);
    return rows;
  }

  private static long version(String table) {
    DeltaTable found = DeltaTable.at(table);
    return found.exists() ? found.snapshot().version() : -1;
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).until(condition);
  }

  /** Lets numbers through slowly where there is to be time, and fails when it is told to. */
  private record Gated(boolean append) implements MapFunction<Long, RowData> {
    private static final Duration PAUSE = Duration.ofMillis(2);

    @Override
    public RowData map(Long number) {
      if (SLOW.get()) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
      if (FAIL.compareAndSet(true, false)) {
        throw new IllegalStateException("induced failure");
      }
      return GenericRowData.ofKind(
          append ? RowKind.INSERT : RowKind.UPDATE_AFTER, append ? number : number % KEYS, number);
    }
  }
}
