package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.events.EventFiles;
import io.alluvium.benchmarks.freshness.EventServer;
import io.alluvium.benchmarks.worker.Side;
import io.alluvium.benchmarks.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A side that refines events as they are sent from here, until every table has every one: what the
 * events of a run cost that a run of a third of the time does not have.
 *
 * @param together whether all models are one job
 * @param seconds of the shorter run
 */
record LiveRun(
    Bench bench, Side side, Path project, String together, String jobs, int perSecond, int seconds)
    implements Measured {
  static final String COST = "cost";

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long POLL_MILLIS = 500;

  @Override
  public void warmUp(WorkerProcess worker) throws IOException {
    run(worker, 3 * seconds);
  }

  @Override
  public Map<String, Double> measure(WorkerProcess worker) throws IOException {
    double less = run(worker, seconds);
    double more = run(worker, 3 * seconds);
    return Map.of(COST, (more - less) / (2e-6 * seconds * perSecond));
  }

  private double run(WorkerProcess worker, int duration) throws IOException {
    Path folder = Files.createTempDirectory(bench.folder(), "live");
    long events = (long) duration * perSecond;
    try (EventServer server = new EventServer()) {
      Map<String, String> parameters = new HashMap<>();
      parameters.put("project", project.toString());
      parameters.put("jobs", jobs);
      parameters.put("var.together", together);
      parameters.put("folder", folder.toString());
      parameters.put("lake", folder.resolve("lake").toString());
      parameters.put("port", Integer.toString(server.port()));
      EndlessRun run = EndlessRun.start(worker, parameters, folder);
      double cost;
      try {
        BooleanSupplier goOn = run.within(PATIENCE.plusSeconds(duration));
        server.start(perSecond, events, goOn);
        awaitAll(folder.resolve("lake"), wanted(events), goOn);
      } finally {
        cost = run.stop().cpuSeconds();
      }
      SlopeComparison.delete(folder);
      return cost;
    }
  }

  /** How many of the events that are sent come to silver. */
  private static long wanted(long events) {
    EventFiles.Lines lines = new EventFiles.Lines(0);
    long wanted = 0;
    for (long seq = 0; seq < events; seq++) {
      if (!lines.next(seq, 0).toString().contains("\"quality\":0,")) {
        wanted++;
      }
    }
    return wanted;
  }

  private void awaitAll(Path lake, long wanted, BooleanSupplier goOn) throws IOException {
    for (String table : FusedLeg.GOLD) {
      long found = 0;
      while (found != wanted) {
        if (!goOn.getAsBoolean() || found > wanted) {
          throw new BenchmarkException(
              side.name() + ": " + table + " has " + found + " readings instead of " + wanted);
        }
        pause();
        found = readings(lake.resolve("gold").resolve(table));
      }
    }
  }

  private static long readings(Path table) throws IOException {
    if (!Files.isDirectory(table.resolve("_delta_log")) || TableSums.dataFiles(table).isEmpty()) {
      return 0;
    }
    return TableSums.ofQuery(
            "SELECT coalesce(sum(readings), 0)::BIGINT FROM " + TableSums.scan(table))
        .get(0);
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }
}
