package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.freshness.EventServer;
import io.alluvium.benchmarks.freshness.SendSchedule;
import io.alluvium.benchmarks.serving.RedisStore;
import io.alluvium.benchmarks.serving.ServedEvents;
import io.alluvium.benchmarks.worker.Side;
import io.alluvium.benchmarks.worker.WorkerProcess;
import io.alluvium.local.LocalRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A side that serves events from Redis as they come; they are sent and looked for from here. */
record ServedRun(
    Bench bench,
    Side side,
    LocalRedis redis,
    Map<String, String> parameters,
    int perSecond,
    int seconds)
    implements Measured {
  static final String P50 = "p50";
  static final String P99 = "p99";

  /** What gets things going does not count. */
  static final int START_SECONDS = 5;

  private static final int WARM_SECONDS = 15;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Override
  public void warmUp(WorkerProcess worker) throws IOException {
    run(worker, WARM_SECONDS);
  }

  @Override
  public Map<String, Double> measure(WorkerProcess worker) throws IOException {
    return run(worker, seconds);
  }

  private Map<String, Double> run(WorkerProcess worker, int duration) throws IOException {
    Path folder = Files.createTempDirectory(bench.folder(), "served");
    long events = (long) duration * perSecond;
    try (EventServer server = new EventServer();
        ServedEvents served = new ServedEvents(redis.port());
        RedisStore store = new RedisStore(redis.port())) {
      store.prepare();
      Map<String, String> all = new HashMap<>(parameters);
      all.put("folder", folder.toString());
      all.put("lake", folder.resolve("lake").toString());
      all.put("port", Integer.toString(server.port()));
      all.put("var.redis", redis.uri());
      EndlessRun run = EndlessRun.start(worker, all, folder);
      double[] sorted;
      try {
        SendSchedule schedule = server.start(perSecond, events, run.within(PATIENCE));
        sorted =
            served.seconds(
                schedule,
                (long) START_SECONDS * perSecond,
                run.within(PATIENCE.plusSeconds(duration)));
      } finally {
        run.stop();
      }
      SlopeComparison.delete(folder);
      return Map.of(P50, share(sorted, 0.5), P99, share(sorted, 0.99));
    }
  }

  private static double share(double[] sorted, double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
