package io.alluvium.benchmarks.engines;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.benchmarks.freshness.EventServer;
import io.alluvium.benchmarks.freshness.SendSchedule;
import io.alluvium.benchmarks.serving.KpiRows;
import io.alluvium.benchmarks.serving.RedisStore;
import io.alluvium.benchmarks.serving.ServedEvents;
import io.alluvium.benchmarks.tables.ProjectFolder;
import io.alluvium.benchmarks.worker.StopMark;
import io.alluvium.local.LocalRedis;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each engine that serves from Redis does the work that is measured. */
@Timeout(300)
class RedisEnginesITCase {
  private static final int EVENTS = 3_000;

  @TempDir static Path home;
  private static LocalRedis redis;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    redis = LocalRedis.start(home.resolve("redis"), 0);
  }

  @AfterAll
  static void stop() throws Exception {
    redis.close();
  }

  @Test
  void everyKeyHasItsLastRow() throws Exception {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("port", Integer.toString(redis.port()));
    parameters.put("rows", Long.toString(KpiRows.KEYS + 1_234L));
    parameters.put("connections", "2");
    parameters.put("depth", "64");
    parameters.put("guard", "newer");
    parameters.put("folder", folder.toString());
    try (RedisStore store = new RedisStore(redis.port())) {
      store.prepare();
      new RedisSinkJob().run(parameters);
      store.requireLast("sink", KpiRows.KEYS + 1_234L);
      store.prepare();
      new RedisSockets().run(parameters);
      store.requireLast("sockets", KpiRows.KEYS + 1_234L);
    }
  }

  @Test
  void everyEventCanBeReadSoon() throws Exception {
    Path project = ProjectFolder.copy("serving", folder.resolve("project"));
    try (EventServer server = new EventServer();
        ServedEvents served = new ServedEvents(redis.port())) {
      Map<String, String> parameters =
          Map.of(
              "project", project.toString(),
              "jobs", "gold",
              "lake", folder.resolve("lake").toString(),
              "folder", folder.toString(),
              "port", Integer.toString(server.port()),
              "var.pushing", "gold",
              "var.redis", redis.uri());
      CompletableFuture<Object> work =
          CompletableFuture.supplyAsync(
              () -> {
                try (PushModels models = new PushModels()) {
                  return models.run(parameters);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      SendSchedule schedule = server.start(1_000, EVENTS, () -> !work.isDone());
      assertThat(served.seconds(schedule, 0, () -> !work.isDone())).hasSize(EVENTS / 100);
      StopMark.in(folder).set();
      work.get();
    }
  }
}
