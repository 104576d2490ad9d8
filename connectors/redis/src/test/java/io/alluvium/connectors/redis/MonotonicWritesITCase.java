package io.alluvium.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.alluvium.connectors.redis.TestTable.Change;
import io.alluvium.connectors.redis.resp.RespException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** A change counts only if it is newer than what is there. */
class MonotonicWritesITCase {
  private static final int SCHEDULES = 10_000;

  /** What the server says in place of a lifetime. */
  private static final long FOR_EVER = -1;

  private static final long ABSENT = -2;
  private static final int MORE_THAN_REMEMBERED = 12_000;
  private static final int BOARDS = 50;
  private static final int ROWS = 2;
  private static final int VERSIONS = 6;
  private static final int LARGEST_STEP = 4;

  private static RedisProcess server;
  private static RedissonClient redis;

  @BeforeAll
  static void start() throws Exception {
    server = RedisProcess.start();
    Config config = new Config().setCodec(StringCodec.INSTANCE);
    config.useSingleServer().setAddress(server.uri()).setConnectionMinimumIdleSize(1);
    redis = Redisson.create(config);
  }

  @AfterAll
  static void stop() throws Exception {
    redis.shutdown();
    server.close();
  }

  @BeforeEach
  void clear() {
    redis.getKeys().flushall();
  }

  /**
   * Each schedule is a history of some rows, sent repeated, in another order, delayed, some changes
   * of a row in one batch, and by writers that take turns as those of restarted jobs do.
   */
  @ParameterizedTest
  @EnumSource(Layout.class)
  void tenThousandSchedulesEndAsTheHistoryDoes(Layout layout) throws Exception {
    long seed = Long.getLong("alluvium.seed", 20261126L);
    Random random = new Random(seed);
    TestTable table = TestTable.of(server.uri(), layout, Map.of());
    Map<String, String> expected = new HashMap<>();
    List<List<Change>> schedules = new ArrayList<>();
    int longest = 0;
    for (int number = 0; number < SCHEDULES; number++) {
      List<Change> schedule = new ArrayList<>();
      for (int row = 0; row < ROWS; row++) {
        String board = "b" + number % BOARDS;
        String name = number + "." + row;
        int last = 1 + random.nextInt(VERSIONS);
        for (long version = 1; version <= last; version++) {
          boolean deleted = random.nextInt(4) == 0;
          Change change =
              deleted
                  ? Change.delete(board, name, version)
                  : Change.put(board, name, version, "v" + version);
          if (deleted) {
            expected.remove(board + ":" + name);
          } else {
            expected.put(board + ":" + name, change.value());
          }
          for (int copy = random.nextInt(3); copy >= 0; copy--) {
            schedule.add(change);
          }
        }
      }
      Collections.shuffle(schedule, random);
      schedules.add(schedule);
      longest = Math.max(longest, schedule.size());
    }
    try (RedisConnection first = table.connect();
        RedisConnection second = table.connect()) {
      int step = 0;
      while (step < longest) {
        int next = step + 1 + random.nextInt(LARGEST_STEP);
        List<Change> changes = new ArrayList<>();
        for (List<Change> schedule : schedules) {
          changes.addAll(
              schedule.subList(Math.min(step, schedule.size()), Math.min(next, schedule.size())));
        }
        step = next;
        table.write(random.nextBoolean() ? first : second, changes);
      }
    }
    assertThat(table.contents(redis)).as("seed %d", seed).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void aWriterThatWasReplacedIsNotHeard(Layout layout) throws Exception {
    TestTable table = TestTable.of(server.uri(), layout, Map.of());
    try (RedisConnection former = table.connect();
        RedisConnection present = table.connect()) {
      table.write(present, Change.put("b", "x", 5L, "present"));
      table.write(former, Change.put("b", "x", 5L, "former"));
      assertThat(table.contents(redis)).isEqualTo(Map.of("b:x", "present"));
      table.write(present, Change.put("b", "x", 5L, "corrected"));
      assertThat(table.contents(redis)).isEqualTo(Map.of("b:x", "corrected"));
    }
  }

  @Test
  void aChangeWithoutAVersionKeepsTheVersionThatIsThere() throws Exception {
    TestTable table = TestTable.of(server.uri(), Layout.HASH, Map.of());
    try (RedisConnection connection = table.connect()) {
      table.write(connection, Change.put("b", "x", 5L, "five"));
      table.write(connection, Change.put("b", "x", null, "none"));
      table.write(connection, Change.put("b", "x", 4L, "four"));
      assertThat(table.contents(redis)).isEqualTo(Map.of("b:x", "none"));
      table.write(connection, Change.put("b", "x", 6L, "six"));
      assertThat(table.contents(redis)).isEqualTo(Map.of("b:x", "six"));
    }
  }

  /** As {@link #aChangeWithoutAVersionKeepsTheVersionThatIsThere}, with what else is pending. */
  @Test
  void aChangeWithoutAVersionKeepsTheVersionThatIsPendingOrThere() throws Exception {
    TestTable table = TestTable.of(server.uri(), Layout.HASH, Map.of());
    RedisWriter writer = table.writer();
    for (Change change :
        List.of(
            Change.put("b", "x", 10L, "ten"),
            Change.put("b", "x", null, "none"),
            Change.put("b", "x", 8L, "eight"),
            Change.put("b", "y", 10L, "ten"))) {
      writer.write(change.row(), null);
    }
    writer.flush(false);
    writer.write(Change.put("b", "y", null, "none").row(), null);
    writer.write(Change.put("b", "y", 8L, "eight").row(), null);
    writer.flush(false);
    writer.close();
    assertThat(table.contents(redis)).isEqualTo(Map.of("b:x", "none", "b:y", "none"));
  }

  /** As one does that a broken connection still had when a newer one was used. */
  @ParameterizedTest
  @EnumSource(Layout.class)
  void aBatchThatComesLateIsNotHeard(Layout layout) throws Exception {
    TestTable table = TestTable.of(server.uri(), layout, Map.of());
    RedisScripts scripts = RedisScripts.of(layout);
    GuardedChanges writer =
        new GuardedChanges(table.config().contents(), scripts.newer(), /* epoch= */ 5);
    table.table().values().open();
    List<Commands> batches = new ArrayList<>();
    for (String value : List.of("first", "second")) {
      Commands commands = new Commands();
      writer.encode(table.batch(List.of(Change.put("b", "x", 1L, value))), commands, key -> 0);
      batches.add(commands);
    }
    try (RedisPipeline pipeline =
        new RedisPipeline(
            new RedisMasters(table.config().address(), table.config().link()),
            table.config().link(),
            scripts.all())) {
      for (Commands commands : List.of(batches.get(0), batches.get(1), batches.get(0))) {
        pipeline.send(commands, (rows, answer) -> {});
        pipeline.await();
      }
    }
    assertThat(table.contents(redis)).isEqualTo(Map.of("b:x", "second"));
  }

  /** Each change of a version is told once, whoever sends it again. */
  @Test
  void aStreamTellsNoChangeTwice() throws Exception {
    TestTable table = TestTable.of(server.uri(), Layout.STREAM, Map.of());
    List<Change> changes =
        List.of(
            Change.put("b", "x", 1L, "one"),
            Change.put("b", "x", 2L, "two"),
            Change.delete("b", "x", 3L),
            Change.put("b", "x", 4L, "four"));
    for (int restart = 0; restart < 3; restart++) {
      try (RedisConnection connection = table.connect()) {
        for (Change change : changes) {
          table.write(connection, change);
          table.write(connection, change);
        }
      }
    }
    assertThat(redis.getStream("t:b").size()).isEqualTo(changes.size());
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void aDeletedRowIsRememberedForItsTime(Layout layout) throws Exception {
    TestTable table = TestTable.of(server.uri(), layout, Map.of("tombstone.time-to-live", "50 ms"));
    TestTable lasting = TestTable.of(server.uri(), layout, Map.of());
    try (RedisConnection connection = table.connect();
        RedisConnection remembering = lasting.connect()) {
      lasting.write(remembering, Change.delete("b", "x", 5L), Change.delete("b", "y", 5L));
      table.write(connection, Change.delete("b", "y", 6L));
      org.awaitility.Awaitility.await()
          .atMost(RedisProcess.PATIENCE)
          .until(
              () -> {
                // A change of another row is what ends members' tombstones.
                table.write(connection, Change.delete("b", "z", 1L));
                table.write(connection, Change.put("b", "y", 4L, "again"));
                return !table.contents(redis).isEmpty();
              });
      table.write(connection, Change.put("b", "x", 4L, "again"));
    }
    assertThat(table.contents(redis)).isEqualTo(Map.of("b:y", "again"));
  }

  @Test
  void aTombstoneEndsByItself() throws Exception {
    TestTable table = TestTable.of(server.uri(), Layout.HASH, Map.of());
    try (RedisConnection connection = table.connect()) {
      table.write(connection, Change.delete("b", "x", 5L));
    }
    assertThat(redis.getBucket(CompanionKeys.version("t:b:x")).remainTimeToLive())
        .isBetween(1L, Duration.ofDays(7).toMillis());
  }

  /** What the rows of a day leave would else stay for ever: nothing comes to their key again. */
  @ParameterizedTest
  @EnumSource(
      value = Layout.class,
      names = {"SORTED_SET", "STREAM"})
  void versionsEndWhenAllRowsAreDeletedAndForgotten(Layout layout) throws Exception {
    TestTable table = TestTable.of(server.uri(), layout, Map.of("tombstone.time-to-live", "1 h"));
    List<String> companions = List.of("{t:b}:version", "{t:b}:graves");
    try (RedisConnection connection = table.connect()) {
      table.write(connection, Change.put("b", "x", 1L, "one"), Change.put("b", "y", 1L, "one"));
      table.write(connection, Change.delete("b", "x", 2L));
      assertThat(lifetimes(companions)).containsOnly(FOR_EVER);
      table.write(connection, Change.delete("b", "y", 2L));
      assertThat(lifetimes(companions))
          .allMatch(millis -> millis > 0 && millis <= Duration.ofHours(1).toMillis());
      table.write(connection, Change.put("b", "y", 1L, "late"));
      assertThat(table.contents(redis)).isEmpty();
      table.write(connection, Change.put("b", "y", 3L, "again"));
      assertThat(lifetimes(companions)).containsOnly(FOR_EVER);
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void rowsThatNeedNotEndAnyMoreDoNot(Layout layout) throws Exception {
    // Without a guard only SET does that: to ask for more costs each row a command.
    for (String guard : layout == Layout.JSON ? List.of("newer", "none") : List.of("newer")) {
      redis.getKeys().flushall();
      TestTable ending =
          TestTable.of(server.uri(), layout, Map.of("time-to-live", "1 h", "write.guard", guard));
      TestTable lasting = TestTable.of(server.uri(), layout, Map.of("write.guard", guard));
      try (RedisConnection former = ending.connect();
          RedisConnection present = lasting.connect()) {
        ending.write(former, Change.put("b", "x", 1L, "one"));
        assertThat(lifetimes(List.of(layout.hasMembers() ? "t:b" : "t:b:x")))
            .as(guard)
            .allMatch(millis -> millis > 0);
        lasting.write(present, Change.put("b", "x", 2L, "two"));
      }
      assertThat(lifetimes(redis.getKeys().getKeysStream().toList()))
          .as(guard)
          .containsOnly(FOR_EVER);
    }
  }

  private static List<Long> lifetimes(List<String> keys) throws Exception {
    List<Long> lifetimes = new ArrayList<>();
    for (String key : keys) {
      Long millis = (Long) server.call("PTTL " + key);
      if (millis != ABSENT) {
        lifetimes.add(millis);
      }
    }
    return lifetimes;
  }

  @Test
  void loadsItsScriptAgainWhereTheServerForgotIt() throws Exception {
    TestTable table = TestTable.of(server.uri(), Layout.HASH, Map.of());
    try (RedisConnection connection = table.connect()) {
      redis.getScript().scriptFlush();
      table.write(connection, Change.put("b", "x", 1L, "there"));
    }
    assertThat(table.contents(redis)).isEqualTo(Map.of("b:x", "there"));
  }

  /** As where a proxy asks another server each time. */
  @Test
  void aServerThatNeverKnowsAScriptIsNotAskedForEver() throws Exception {
    TestTable table = TestTable.of(server.uri(), Layout.HASH, Map.of("sink.max-retries", "2"));
    Script unknown = new Script("return 1", "0".repeat(40));
    try (RedisPipeline pipeline =
        new RedisPipeline(
            new RedisMasters(table.config().address(), table.config().link()),
            table.config().link(),
            List.of(unknown))) {
      assertTimeoutPreemptively(
          RedisProcess.PATIENCE,
          () ->
              assertThatThrownBy(() -> pipeline.call("t", unknown.call("t", List.of())))
                  .isInstanceOf(RespException.class)
                  .hasMessageContaining("NOSCRIPT"));
    }
  }

  @Test
  void aStoreThatLostItsContentsIsNoticedWhileTheJobRuns() throws Exception {
    TestTable table = TestTable.of(server.uri(), Layout.HASH, Map.of());
    List<WriterProgress> checkpoint;
    try (RedisConnection connection = table.connect()) {
      table.write(connection, Change.put("b", "x", 1L, "there"));
      connection.checkpoint(Instant.now());
      checkpoint = connection.progress().stream().toList();
      redis.getKeys().flushall();
      assertThatThrownBy(() -> connection.checkpoint(Instant.now()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the writer has told 1 checkpoints, of which 0 are known")
          .hasMessageContaining("goes back to its last checkpoint");
    }
    assertThatThrownBy(() -> table.connect(checkpoint))
        .isInstanceOf(StoreLostException.class)
        .hasMessageContaining("has lost what the job had written to 't'");
    // The next epoch is beyond that of the writer before, whose rows a replica may still have.
    try (RedisConnection connection = table.connect()) {
      table.write(connection, Change.put("b", "x", 1L, "again"));
      connection.checkpoint(Instant.now());
    }
    assertThat(table.contents(redis)).isEqualTo(Map.of("b:x", "again"));
  }

  /** As a replica has it that takes over before it had the last writes. */
  @Test
  void aStoreThatLostItsLastWritesIsNoticedAtARestart() throws Exception {
    TestTable table = TestTable.of(server.uri(), Layout.HASH, Map.of());
    WriterProgress checkpoint;
    String progress = WriterEpoch.progressKey("t");
    try (RedisConnection connection = table.connect()) {
      connection.checkpoint(Instant.now());
      byte[] replica = redis.getBucket(progress).dump();
      connection.checkpoint(Instant.now());
      checkpoint = connection.progress().orElseThrow();
      table.connect(List.of(checkpoint)).close();
      redis.getBucket(progress).delete();
      redis.getBucket(progress).restore(replica);
    }
    List<WriterProgress> restored = List.of(checkpoint);
    assertThatThrownBy(() -> table.connect(restored))
        .isInstanceOf(StoreLostException.class)
        .hasMessageContaining("run the job anew without its state");
    // From an older checkpoint it can go on.
    table.connect(List.of(new WriterProgress(checkpoint.epoch(), 1))).close();
  }

  /** As a server does that is killed, with what it has on its disk: the last writes are not. */
  @Test
  void aStoreThatLostBatchesSinceTheLastCheckpointIsNoticed() throws Exception {
    try (RedisProcess lossy = RedisProcess.start()) {
      TestTable table = TestTable.of(lossy.uri(), Layout.HASH, Map.of());
      WriterProgress checkpoint;
      try (RedisConnection writing = table.connect();
          RedisConnection idle = table.connect()) {
        table.write(writing, Change.put("b", "x", 1L, "one"));
        writing.checkpoint(Instant.now());
        checkpoint = writing.progress().orElseThrow();
        table.write(idle, Change.put("b", "y", 1L, "one"));
        lossy.call("SAVE");
        table.write(writing, Change.put("b", "x", 2L, "two"));
        table.write(idle, Change.put("b", "y", 2L, "two"));
        lossy.kill();
        lossy.restart();
        assertThatThrownBy(() -> table.write(writing, Change.put("b", "z", 1L, "one")))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("the writer has written 2 batches, of which 1 are known")
            .hasMessageContaining("goes back to its last checkpoint");
        assertThatThrownBy(() -> idle.checkpoint(Instant.now()))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("the writer has written 2 batches, of which 1 are known");
      }
      // The checkpoint is there, so that it can go on from it.
      try (RedisConnection restored = table.connect(List.of(checkpoint))) {
        table.write(restored, Change.put("b", "x", 2L, "two"));
        restored.checkpoint(Instant.now());
        assertThat(lossy.call("HGET t:b:x value")).isEqualTo("two");
      }
    }
  }

  /** The checkpoint that the job was restored from is there: to go back to it is all it takes. */
  @Test
  void aStoreThatLostAWriterBeforeItsFirstCheckpointNeedNotBeFilledAgain() throws Exception {
    try (RedisProcess lossy = RedisProcess.start()) {
      TestTable table = TestTable.of(lossy.uri(), Layout.HASH, Map.of());
      List<WriterProgress> checkpoint;
      try (RedisConnection connection = table.connect()) {
        table.write(connection, Change.put("b", "x", 1L, "one"));
        connection.checkpoint(Instant.now());
        checkpoint = connection.progress().stream().toList();
      }
      lossy.call("SAVE");
      try (RedisConnection restored = table.connect(checkpoint)) {
        table.write(restored, Change.put("b", "x", 2L, "two"));
        lossy.kill();
        lossy.restart();
        assertThatThrownBy(() -> restored.checkpoint(Instant.now()))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("LOSTBATCH");
      }
      try (RedisConnection again = table.connect(checkpoint)) {
        table.write(again, Change.put("b", "x", 2L, "two"));
        again.checkpoint(Instant.now());
        assertThat(lossy.call("HGET t:b:x value")).isEqualTo("two");
      }
    }
  }

  /** Its answer may have been lost, or it comes late by an old connection. */
  @Test
  void tellingABatchTwiceIsTellingItOnce() throws Exception {
    Script batch = RedisScripts.of(Layout.HASH).batch();
    TestTable table = TestTable.of(server.uri(), Layout.HASH, Map.of());
    try (RedisConnection connection = table.connect();
        RedisPipeline pipeline =
            new RedisPipeline(
                new RedisMasters(table.config().address(), table.config().link()),
                table.config().link(),
                List.of(batch))) {
      String epoch = Long.toString(connection.progress().orElseThrow().epoch());
      for (String number : List.of("1", "1", "2", "2", "3")) {
        assertThat(pipeline.call("progress:t", batch.call("progress:t", List.of(epoch, number))))
            .isEqualTo(1L);
      }
      assertThatThrownBy(
              () -> pipeline.call("progress:t", batch.call("progress:t", List.of(epoch, "1"))))
          .hasMessageContaining("LOSTBATCH");
      assertThat(redis.<String, String>getMap("progress:t").get("batches:" + epoch)).isEqualTo("3");
    }
  }

  /** A job that fails before each checkpoint begins epochs only, and then is restored again. */
  @Test
  void epochsWithoutCheckpointsDoNotMakeTheStoreForgetOthers() throws Exception {
    String progress = WriterEpoch.progressKey("t");
    TestTable table = TestTable.of(server.uri(), Layout.HASH, Map.of());
    List<WriterProgress> restored = new ArrayList<>();
    for (int task = 0; task < 2; task++) {
      try (RedisConnection connection = table.connect()) {
        connection.checkpoint(Instant.now());
        restored.add(connection.progress().orElseThrow());
      }
    }
    Map<String, String> failed = new HashMap<>();
    for (int start = 1; start <= MORE_THAN_REMEMBERED; start++) {
      failed.put(Long.toString(restored.get(1).epoch() + start), "0");
    }
    redis.<String, String>getMap(progress).putAll(failed);
    redis
        .<String, String>getMap(progress)
        .put("last", Long.toString(restored.get(1).epoch() + MORE_THAN_REMEMBERED));
    // Each task names those epochs only that its own state does.
    for (WriterProgress each : restored) {
      try (RedisConnection connection = table.connect(List.of(each))) {
        connection.checkpoint(Instant.now());
      }
    }
    table.connect(restored).close();
    assertThat(redis.getMap(progress).size()).isLessThan(MORE_THAN_REMEMBERED - 1_000);
  }

  /** What is sent again since its answer was lost. */
  @Test
  void tellingACheckpointTwiceIsTellingItOnce() throws Exception {
    Script checkpoint = RedisScripts.of(Layout.HASH).checkpoint();
    TestTable table = TestTable.of(server.uri(), Layout.HASH, Map.of());
    try (RedisConnection connection = table.connect()) {
      long epoch = connection.progress().orElseThrow().epoch();
      Map<String, Long> told = new LinkedHashMap<>();
      try (RedisPipeline pipeline =
          new RedisPipeline(
              new RedisMasters(table.config().address(), table.config().link()),
              table.config().link(),
              List.of(checkpoint))) {
        for (String before : List.of("0", "0", "1", "1")) {
          told.merge(
              before,
              (Long)
                  pipeline.call(
                      "progress:t",
                      checkpoint.call("progress:t", List.of(Long.toString(epoch), before, "0"))),
              Long::sum);
        }
        for (String unknown : List.of("0", "3")) {
          assertThatThrownBy(
                  () ->
                      pipeline.call(
                          "progress:t",
                          checkpoint.call(
                              "progress:t", List.of(Long.toString(epoch), unknown, "0"))))
              .hasMessageContaining("LOSTBATCH");
        }
      }
      assertThat(told).isEqualTo(Map.of("0", 2L, "1", 2L));
    }
  }
}
