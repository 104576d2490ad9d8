package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.serving.KpiRows;
import io.alluvium.benchmarks.serving.SnowflakeStore;
import io.alluvium.benchmarks.worker.Side;
import io.alluvium.benchmarks.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A side that writes rows of KPIs for Snowflake: from what three times as many rows take longer
 * comes what a row costs, without the start.
 *
 * @param writesTable whether its rows are in a table at the end; otherwise in files
 */
record SnowflakeRun(Bench bench, Side side, SnowflakeStore store, long rows, boolean writesTable)
    implements Measured {
  /** CPU seconds of the side, without the server's, for a million rows. */
  static final String CPU = "CPU s/M rows";

  /** For the rows of all keys. */
  static final String STATEMENTS = "statements/flush";

  /** Thousands of rows a second, the server's time included. */
  static final String RATE = "k rows/s";

  private static final double THOUSAND = 1e3;
  private static final double MILLION = 1e6;

  private record Once(WorkerProcess.Cost cost, double statements) {}

  @Override
  public void warmUp(WorkerProcess worker) throws IOException {
    run(worker, rows);
    run(worker, rows);
  }

  @Override
  public Map<String, Double> measure(WorkerProcess worker) throws IOException {
    Once less = run(worker, rows);
    Once more = run(worker, 3 * rows);
    return Map.of(
        CPU,
        (more.cost().cpuSeconds() - less.cost().cpuSeconds()) * MILLION / (2 * rows),
        RATE,
        2 * rows / THOUSAND / (more.cost().wallSeconds() - less.cost().wallSeconds()),
        STATEMENTS,
        more.statements());
  }

  private Once run(WorkerProcess worker, long number) throws IOException {
    Path folder = Files.createTempDirectory(bench.folder(), "snowflake");
    String table = store.newTable();
    WorkerProcess.Cost cost =
        worker.run(
            Map.of(
                "url", store.url(),
                "key", store.keyFile().toString(),
                "table", table,
                "rows", Long.toString(number),
                "folder", folder.toString()));
    if (writesTable) {
      store.requireLast(side.name(), table, number);
    }
    SlopeComparison.delete(folder);
    long flushes = (number + KpiRows.KEYS - 1) / KpiRows.KEYS;
    return new Once(cost, (double) store.statements() / flushes);
  }
}
