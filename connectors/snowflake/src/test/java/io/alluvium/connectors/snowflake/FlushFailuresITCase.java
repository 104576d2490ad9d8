package io.alluvium.connectors.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.local.snowflake.StatementMoment;
import io.alluvium.local.snowflake.StatementTap;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever fails in whichever phase of a flush, each batch counts once, and none is lost. */
class FlushFailuresITCase {
  private static final int CHECKPOINTS = 3;
  private static final int KEYS = 10;

  private static final int FAILURES = Failure.values().length;

  private static SnowflakeServer server;
  private static int tables;

  /** A moment of a flush: the first statement that begins so. */
  private enum Phase {
    BEFORE_THE_FILE(StatementMoment.BEFORE, "put"),
    BEHIND_THE_FILE(StatementMoment.BEFORE, "BEGIN"),
    BEFORE_COPY(StatementMoment.BEFORE, "COPY"),
    BEFORE_MERGE(StatementMoment.BEFORE, "MERGE"),
    BEHIND_MERGE(StatementMoment.BEFORE, "INSERT"),
    BEFORE_COMMIT(StatementMoment.BEFORE, "COMMIT"),
    BEHIND_COMMIT(StatementMoment.AFTER, "COMMIT");

    private final StatementMoment moment;
    private final String beginning;

    Phase(StatementMoment moment, String beginning) {
      this.moment = moment;
      this.beginning = beginning;
    }

    boolean isNow(StatementMoment now, String sql) {
      return now == moment && sql.regionMatches(true, 0, beginning, 0, beginning.length());
    }
  }

  private enum Failure {
    CONNECTION_IS_CUT,
    SERVER_CRASHES,
    JOB_IS_KILLED
  }

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    server = SnowflakeServer.start(directory);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  /** Each phase with one failure, or with all where more seeds are asked for. */
  static Stream<Arguments> failures() {
    boolean all = Integer.getInteger("alluvium.seeds", 2) > 2;
    return Stream.of(Phase.values())
        .flatMap(
            phase ->
                Stream.of(Failure.values())
                    .filter(f -> all || (phase.ordinal() + f.ordinal()) % FAILURES == 0)
                    .map(failure -> Arguments.of(phase, failure)));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void eachBatchCountsOnce(Phase phase, Failure failure) throws Exception {
    long seed = Long.getLong("alluvium.seed", 7L);
    Random random = new Random(seed);
    String table = "T" + tables++;
    SnowflakeTarget target = target(table);
    int fails = random.nextInt(CHECKPOINTS);
    TreeMap<String, String> expected = new TreeMap<>();
    SinkUnderTest sink = new SinkUnderTest(target, null);
    try {
      for (int checkpoint = 0; checkpoint < CHECKPOINTS; checkpoint++) {
        change(sink, random, checkpoint, expected);
        SinkUnderTest.Snapshot snapshot = sink.checkpoint(checkpoint);
        if (checkpoint != fails) {
          sink.complete(snapshot);
          sink.awaitApplied(snapshot);
        } else if (failure == Failure.JOB_IS_KILLED) {
          killIn(phase, sink, snapshot);
          sink = new SinkUnderTest(target, snapshot);
          sink.awaitApplied(snapshot);
        } else {
          failIn(phase, failure, sink, snapshot);
        }
      }
    } finally {
      sink.close();
    }
    assertThat(server.map("SELECT id, val FROM " + table))
        .as("seed %d, fails at checkpoint %d", seed, fails)
        .isEqualTo(expected);
    assertThat(
            server.query(
                "SELECT count(*), count(DISTINCT batch), count(DISTINCT epoch) FROM"
                    + " alluvium_ledger WHERE table_name = '"
                    + table
                    + "'"))
        .containsExactly(List.of("3", "3", "3"));
  }

  private static void change(
      SinkUnderTest sink, Random random, int round, TreeMap<String, String> expected)
      throws Exception {
    for (int id = 0; id < KEYS; id++) {
      String value = "r" + round;
      if (random.nextInt(4) == 0) {
        sink.change(RowKind.DELETE, id, (long) round, value);
        expected.remove(Integer.toString(id));
      } else {
        sink.change(RowKind.UPDATE_AFTER, id, (long) round, value);
        expected.put(Integer.toString(id), value);
      }
    }
  }

  private static void failIn(
      Phase phase, Failure failure, SinkUnderTest sink, SinkUnderTest.Snapshot snapshot)
      throws Exception {
    AtomicBoolean hasFailed = new AtomicBoolean();
    StatementTap tap =
        (moment, sql) -> {
          if (!phase.isNow(moment, sql) || hasFailed.getAndSet(true)) {
            return true;
          }
          if (failure == Failure.SERVER_CRASHES) {
            server.snowflake().dropSessions();
          }
          return false;
        };
    server.snowflake().tap(tap);
    try {
      sink.complete(snapshot);
      sink.awaitApplied(snapshot);
    } finally {
      server.snowflake().untap(tap);
    }
    assertThat(hasFailed).isTrue();
  }

  /** The job is gone while the server is in that phase; the server goes on with what it has. */
  private static void killIn(Phase phase, SinkUnderTest sink, SinkUnderTest.Snapshot snapshot)
      throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean isFirst = new AtomicBoolean(true);
    StatementTap tap =
        (moment, sql) -> {
          if (phase.isNow(moment, sql) && isFirst.getAndSet(false)) {
            reached.countDown();
            awaitQuietly(goOn);
          }
          return true;
        };
    server.snowflake().tap(tap);
    try {
      sink.complete(snapshot);
      assertThat(reached.await(120, TimeUnit.SECONDS)).isTrue();
      sink.close();
    } finally {
      goOn.countDown();
      server.snowflake().untap(tap);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static SnowflakeTarget target(String table) {
    Configuration options = new Configuration();
    options.set(SnowflakeConnectorOptions.TABLE, table);
    options.set(SnowflakeConnectorOptions.VERSION_COLUMN, "ver");
    options.setString("sink.staleness", "0 s");
    return server.target(SinkUnderTest.ROW_TYPE, List.of("id"), options);
  }
}
