package io.alluvium.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/**
 * Whatever fails in whatever phase of a flush, the store ends as the changes do, and no row goes
 * back in time. More runs: {@code -Dalluvium.seeds=N}; one: {@code -Dalluvium.seed=N}.
 */
class FlushFailuresITCase {
  private static final int STEPS = 40;
  private static final int LARGEST_STEP = 60;
  private static final int KILLS = 6;

  static Stream<Arguments> seedsAndLayouts() {
    Long one = Long.getLong("alluvium.seed");
    // The second ends wrong where nobody notices which batches the server has lost.
    int seeds = Integer.getInteger("alluvium.seeds", 2);
    List<Arguments> all = new ArrayList<>();
    for (long seed = one == null ? 1 : one; seed < (one == null ? 1 + seeds : one + 1); seed++) {
      for (Layout layout : Layout.values()) {
        all.add(Arguments.of(seed, layout));
      }
    }
    return all.stream();
  }

  /** The state of a writer at a checkpoint, and how many changes were written before it. */
  private record Checkpoint(List<WriterProgress> progress, int position) {}

  /**
   * The network fails, the job is killed, and restored from its last checkpoint or an older one.
   */
  @ParameterizedTest
  @MethodSource("seedsAndLayouts")
  void endsAsTheChangesDo(long seed, Layout layout) throws Exception {
    Random random = new Random(seed);
    History history = new History(random);
    try (RedisProcess server = RedisProcess.start();
        FaultyPath path = new FaultyPath(server.port())) {
      RedissonClient redis = client(server.uri());
      TestTable table =
          TestTable.of(
              "redis://127.0.0.1:" + path.port(),
              layout,
              Map.of("timeout", "250 ms", "freshness.key", "freshness"));
      List<Checkpoint> checkpoints = new ArrayList<>(List.of(new Checkpoint(List.of(), 0)));
      Map<String, String> seen = new HashMap<>();
      int position = 0;
      RedisConnection connection = table.connect();
      for (int step = 0; step < STEPS; step++) {
        history.grow(1 + random.nextInt(LARGEST_STEP));
        fail(path, random);
        // Not all is waited for, so that a kill comes while a batch is under way.
        connection.send(table.batch(history.between(position, history.size())));
        position = history.size();
        if (random.nextInt(3) > 0) {
          connection.await();
          Map<String, String> now = table.contents(redis);
          History.requireNotBackInTime(seen, now);
          seen = now;
        }
        if (random.nextInt(3) == 0) {
          fail(path, random);
          connection.checkpoint(Instant.now());
          checkpoints.add(new Checkpoint(connection.progress().stream().toList(), position));
        }
        if (random.nextInt(5) == 0) {
          connection.close();
          int back = Math.min(checkpoints.size() - 1, random.nextInt(3));
          Checkpoint restored = checkpoints.get(checkpoints.size() - 1 - back);
          connection = table.connect(restored.progress());
          position = restored.position();
        }
      }
      connection.send(table.batch(history.between(position, history.size())));
      connection.checkpoint(Instant.now());
      connection.close();
      assertThat(table.contents(redis))
          .as("seed %d, %s", seed, layout)
          .isEqualTo(history.contents(history.size()));
      redis.shutdown();
    }
  }

  private static void fail(FaultyPath path, Random random) {
    FaultyPath.Kind[] kinds = FaultyPath.Kind.values();
    boolean toServer = random.nextBoolean();
    path.failAfter(
        kinds[random.nextInt(kinds.length)], toServer, random.nextInt(toServer ? 6_000 : 60));
  }

  @Test
  void aServerThatIsKilledHasAllWhenItIsBack() throws Exception {
    long seed = Long.getLong("alluvium.seed", 1L);
    Random random = new Random(seed);
    History history = new History(random);
    try (RedisProcess server =
        RedisProcess.start(RedisProcess.freePort(), "appendonly yes", "appendfsync always")) {
      TestTable table = TestTable.of(server.uri(), Layout.HASH, Map.of("sink.max-retries", "3000"));
      CompletableFuture<Void> killing = new CompletableFuture<>();
      Thread killer =
          new Thread(
              () -> {
                try {
                  for (int kill = 0; kill < KILLS; kill++) {
                    server.kill();
                    server.restart();
                  }
                  killing.complete(null);
                } catch (IOException | RuntimeException e) {
                  killing.completeExceptionally(e);
                }
              },
              "killer");
      try (RedisConnection connection = table.connect()) {
        killer.start();
        int position = 0;
        for (int steps = 0; !killing.isDone() || steps < STEPS; steps++) {
          history.grow(LARGEST_STEP);
          connection.send(table.batch(history.between(position, history.size())));
          position = history.size();
          if (steps % 10 == 0) {
            connection.checkpoint(Instant.now());
          }
        }
        connection.checkpoint(Instant.now());
      }
      killing.get();
      RedissonClient redis = client(server.uri());
      assertThat(table.contents(redis))
          .as("seed %d", seed)
          .isEqualTo(history.contents(history.size()));
      redis.shutdown();
    }
  }

  /**
   * The server is killed, and comes back with what it had saved some time before; the job restarts
   * as it does: from its last checkpoint, or without its state where the sink says so.
   */
  @ParameterizedTest
  @MethodSource("seedsAndLayouts")
  void aServerThatLostItsLastWritesHasAllInTheEnd(long seed, Layout layout) throws Exception {
    Random random = new Random(seed);
    History history = new History(random);
    try (RedisProcess server = RedisProcess.start()) {
      TestTable table = TestTable.of(server.uri(), layout, Map.of());
      Checkpoint last = new Checkpoint(List.of(), 0);
      int position = 0;
      int kills = 0;
      RedisConnection connection = table.connect();
      boolean complete = false;
      for (int step = 0; !complete; step++) {
        try {
          if (step < STEPS) {
            history.grow(1 + random.nextInt(LARGEST_STEP));
          }
          connection.send(table.batch(history.between(position, history.size())));
          position = history.size();
          if (random.nextInt(3) == 0 || step >= STEPS) {
            connection.checkpoint(Instant.now());
            last = new Checkpoint(connection.progress().stream().toList(), position);
            complete = step >= STEPS;
          }
          if (random.nextInt(2) == 0) {
            server.call("SAVE");
          }
          if (random.nextInt(4) == 0 && step < STEPS) {
            connection.await();
            server.kill();
            server.restart();
            kills++;
          }
        } catch (IOException e) {
          assertThat(e).hasMessageContaining("LOSTBATCH");
          try {
            connection = restart(table, connection, last);
          } catch (StoreLostException lost) {
            last = new Checkpoint(List.of(), 0);
            connection = restart(table, connection, last);
          }
          position = last.position();
        }
      }
      connection.close();
      assertThat(kills).isPositive();
      RedissonClient redis = client(server.uri());
      assertThat(table.contents(redis))
          .as("seed %d, %s", seed, layout)
          .isEqualTo(history.contents(history.size()));
      redis.shutdown();
    }
  }

  private static RedisConnection restart(TestTable table, RedisConnection former, Checkpoint from)
      throws IOException {
    former.close();
    return table.connect(from.progress());
  }

  private static RedissonClient client(String uri) {
    Config config = new Config().setCodec(StringCodec.INSTANCE);
    config.setThreads(1).setNettyThreads(1);
    config
        .useSingleServer()
        .setAddress(uri)
        .setConnectionPoolSize(1)
        .setConnectionMinimumIdleSize(1);
    return Redisson.create(config);
  }
}
