package io.alluvium.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.redis.TestTable.Change;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table is never said to be fresher than it is. */
class FreshnessITCase {
  private static final Instant NOON = Instant.parse("2026-07-01T12:00:00.500Z");
  private static final Duration PAUSE = Duration.ofMillis(500);

  private static RedisProcess server;
  private static TestTable table;

  @BeforeAll
  static void start() throws Exception {
    server = RedisProcess.start();
    table = TestTable.of(server.uri(), Layout.HASH, Map.of("freshness.key", "freshness"));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void clear() throws Exception {
    server.call("FLUSHALL");
  }

  @Test
  void theTaskThatIsBehindTellsHowFreshTheTableIs() throws Exception {
    try (RedisConnection first = connect(0, 2);
        RedisConnection second = connect(1, 2)) {
      first.checkpoint(NOON);
      assertThat(hash()).doesNotContainKey("checked_at");
      second.checkpoint(NOON.plusSeconds(1));
      assertThat(hash()).containsEntry("checked_at", "2026-07-01T12:00:00.500Z");
      first.checkpoint(NOON.plusSeconds(5));
      assertThat(hash()).containsEntry("checked_at", "2026-07-01T12:00:01.500Z");
      assertThat(Freshness.of(hash()).orElseThrow().checkedAt()).isEqualTo(NOON.plusSeconds(1));
    }
  }

  @Test
  void tasksThatAreNoMoreHoldNothingBack() throws Exception {
    try (RedisConnection first = connect(0, 2);
        RedisConnection second = connect(1, 2)) {
      first.checkpoint(NOON);
      second.checkpoint(NOON);
    }
    try (RedisConnection only = connect(0, 1)) {
      only.checkpoint(NOON.plusSeconds(10));
      assertThat(hash())
          .containsEntry("checked_at", "2026-07-01T12:00:10.500Z")
          .doesNotContainKey("task:1");
    }
    try (RedisConnection first = connect(0, 2);
        RedisConnection second = connect(1, 2)) {
      // The rows of the second were the first's: not known before it tells.
      first.checkpoint(NOON.plusSeconds(20));
      assertThat(hash()).containsEntry("checked_at", "2026-07-01T12:00:10.500Z");
      second.checkpoint(NOON.plusSeconds(21));
      assertThat(hash()).containsEntry("checked_at", "2026-07-01T12:00:20.500Z");
    }
  }

  @Test
  void aWriteIsNoCheckpoint() throws Exception {
    try (RedisConnection connection = connect(0, 1)) {
      table.write(connection, Change.put("b", "x", 1L, "one"));
      assertThat(hash()).containsEntry("rows", "1").doesNotContainKey("checked_at");
    }
  }

  /** What comes while a flush is waited for is not written by it. */
  @Test
  void aCheckpointIsAsOfTheBeginOfItsFlush() throws Exception {
    RedisWriter writer = table.writer();
    writer.write(Change.put("b", "x", 1L, "one").row(), null);
    server.call("CLIENT PAUSE " + PAUSE.toMillis());
    writer.flush(false);
    Instant end = Instant.now();
    writer.close();
    assertThat(Instant.parse(hash().get("checked_at"))).isBefore(end.minus(PAUSE.dividedBy(2)));
  }

  /** What came since the last checkpoint is written again, oldest first. */
  @Test
  void rowsThatMayHaveGoneBackAreNotSaidToBeFresh() throws Exception {
    TestTable unguarded =
        TestTable.of(
            server.uri(), Layout.HASH, Map.of("freshness.key", "freshness", "write.guard", "none"));
    for (TestTable each : List.of(table.withoutVersions(), unguarded)) {
      clear();
      try (RedisConnection first = connect(each, 0, 2);
          RedisConnection second = connect(each, 1, 2)) {
        first.checkpoint(NOON);
        second.checkpoint(NOON);
        assertThat(hash()).containsKey("checked_at");
      }
      try (RedisConnection first = connect(each, 0, 2)) {
        assertThat(hash()).doesNotContainKeys("checked_at", "task:0");
        assertThat(Freshness.of(hash())).isEmpty();
        try (RedisConnection second = connect(each, 1, 2)) {
          second.checkpoint(NOON.plusSeconds(5));
          assertThat(hash()).doesNotContainKey("checked_at");
        }
        first.checkpoint(NOON.plusSeconds(6));
        assertThat(hash()).containsEntry("checked_at", "2026-07-01T12:00:05.500Z");
      }
    }
  }

  @Test
  void rowsThatDoNotGoBackStayAsFreshAsTheyWere() throws Exception {
    try (RedisConnection connection = connect(0, 1)) {
      connection.checkpoint(NOON);
    }
    connect(0, 1).close();
    assertThat(hash()).containsEntry("checked_at", "2026-07-01T12:00:00.500Z");
  }

  /** Nothing would ever replace it. */
  @Test
  void aTimeThatIsNoVersionAnyMoreIsForgotten() throws Exception {
    server.call("HSET freshness as_of 2026-07-01T00:00:00.000Z");
    try (RedisConnection connection = connect(0, 1)) {
      connection.checkpoint(NOON);
    }
    assertThat(Freshness.of(hash()).orElseThrow().asOf()).isEmpty();
  }

  private static RedisConnection connect(int task, int tasks) throws IOException {
    return connect(table, task, tasks);
  }

  private static RedisConnection connect(TestTable table, int task, int tasks) throws IOException {
    return table.connect(new RedisConnection.Task(task, tasks, List.of()));
  }

  private static Map<String, String> hash() throws IOException {
    Map<String, String> hash = new HashMap<>();
    List<?> parts = (List<?>) server.call("HGETALL freshness");
    for (int i = 0; i < parts.size(); i += 2) {
      hash.put(parts.get(i).toString(), parts.get(i + 1).toString());
    }
    return hash;
  }
}
