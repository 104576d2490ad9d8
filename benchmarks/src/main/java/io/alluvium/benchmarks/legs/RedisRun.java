package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.serving.RedisStore;
import io.alluvium.benchmarks.worker.Side;
import io.alluvium.benchmarks.worker.WorkerProcess;
import io.alluvium.local.LocalRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A side that writes rows of KPIs to Redis: from what three times as many rows take longer comes
 * what a row costs, without the start.
 *
 * @param checked whether each key has its last row at the end
 */
record RedisRun(
    Bench bench,
    Side side,
    LocalRedis redis,
    long rows,
    Map<String, String> parameters,
    boolean checked)
    implements Measured {
  /** Thousands of rows a second. */
  static final String RATE = "k rows/s";

  /** CPU seconds of the side, without the server's, for a million rows. */
  static final String CPU = "CPU s/M rows";

  private static final double THOUSAND = 1e3;
  private static final double MILLION = 1e6;

  @Override
  public void warmUp(WorkerProcess worker) throws IOException {
    run(worker, rows);
    run(worker, rows);
  }

  @Override
  public Map<String, Double> measure(WorkerProcess worker) throws IOException {
    WorkerProcess.Cost less = run(worker, rows);
    WorkerProcess.Cost more = run(worker, 3 * rows);
    double seconds = more.wallSeconds() - less.wallSeconds();
    return Map.of(
        RATE,
        2 * rows / THOUSAND / seconds,
        CPU,
        (more.cpuSeconds() - less.cpuSeconds()) * MILLION / (2 * rows));
  }

  private WorkerProcess.Cost run(WorkerProcess worker, long number) throws IOException {
    Path folder = Files.createTempDirectory(bench.folder(), "redis");
    Map<String, String> all = new HashMap<>(parameters);
    all.put("port", Integer.toString(redis.port()));
    all.put("rows", Long.toString(number));
    all.put("folder", folder.toString());
    try (RedisStore store = new RedisStore(redis.port())) {
      store.prepare();
      WorkerProcess.Cost cost = worker.run(all);
      if (checked) {
        store.requireLast(side.name(), number);
      }
      SlopeComparison.delete(folder);
      return cost;
    }
  }
}
