package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.engines.SnowflakeSinkJob;
import io.alluvium.benchmarks.serving.KpiRows;
import io.alluvium.benchmarks.serving.SnowflakeStore;
import io.alluvium.benchmarks.worker.Side;
import io.alluvium.benchmarks.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A side that writes rows of KPIs for Snowflake: from what three times as many rows take longer
 * comes what a row costs, without the start.
 *
 * @param writesTable whether its rows are in a table at the end; otherwise in files
 * @param isJob whether it takes something also while it waits for the store
 */
record SnowflakeRun(
    Bench bench, Side side, SnowflakeStore store, long rows, boolean writesTable, boolean isJob)
    implements Measured {
  /** CPU seconds of the side, without the server's, for a million rows. */
  static final String CPU = "CPU s/M rows";

  /** Of {@link #CPU}, what the process would have taken in that time without any rows. */
  static final String IDLE_CPU = "CPU s/M rows, idling";

  /** For the rows of all keys. */
  static final String STATEMENTS = "statements/flush";

  /** Thousands of rows a second, the server's time included. */
  static final String RATE = "k rows/s";

  private static final int IDLE_SECONDS = 20;
  private static final long SMALL_FLUSHES = 2_000;
  private static final long ROWS_OF_SMALL_FLUSH = 500;
  private static final double THOUSAND = 1e3;
  private static final double MILLION = 1e6;

  private record Once(WorkerProcess.Cost cost, double statements) {}

  /**
   * Most of the machine code that a job needs is of its checkpoints and flushes, each of which runs
   * it once: it is made only after thousands of them.
   */
  @Override
  public void warmUp(WorkerProcess worker) throws IOException {
    run(worker, rows);
    if (isJob) {
      run(
          worker,
          SMALL_FLUSHES * ROWS_OF_SMALL_FLUSH,
          Map.of("flush", Long.toString(ROWS_OF_SMALL_FLUSH)));
    }
    run(worker, rows);
  }

  @Override
  public Map<String, Double> measure(WorkerProcess worker) throws IOException {
    Once less = run(worker, rows);
    Once more = run(worker, 3 * rows);
    double wallSeconds = more.cost().wallSeconds() - less.cost().wallSeconds();
    Map<String, Double> figures = new HashMap<>();
    figures.put(CPU, (more.cost().cpuSeconds() - less.cost().cpuSeconds()) * MILLION / (2 * rows));
    figures.put(RATE, 2 * rows / THOUSAND / wallSeconds);
    figures.put(STATEMENTS, more.statements());
    if (isJob) {
      figures.put(IDLE_CPU, idle(worker) * wallSeconds * MILLION / (2 * rows));
    }
    return figures;
  }

  private double idle(WorkerProcess worker) throws IOException {
    Path folder = Files.createTempDirectory(bench.folder(), "snowflake");
    WorkerProcess.Cost cost =
        worker.run(parameters(folder, store.newTable(), "idle", Integer.toString(IDLE_SECONDS)));
    SlopeComparison.delete(folder);
    return cost.figures().get(SnowflakeSinkJob.IDLE);
  }

  private Map<String, String> parameters(Path folder, String table, String what, String value) {
    return Map.of(
        "url",
        store.url(),
        "key",
        store.keyFile().toString(),
        "table",
        table,
        "folder",
        folder.toString(),
        what,
        value);
  }

  private Once run(WorkerProcess worker, long number) throws IOException {
    return run(worker, number, Map.of());
  }

  private Once run(WorkerProcess worker, long number, Map<String, String> more) throws IOException {
    Path folder = Files.createTempDirectory(bench.folder(), "snowflake");
    String table = store.newTable();
    Map<String, String> parameters =
        new HashMap<>(parameters(folder, table, "rows", Long.toString(number)));
    parameters.putAll(more);
    WorkerProcess.Cost cost = worker.run(parameters);
    if (writesTable) {
      store.requireLast(side.name(), table, number);
    }
    SlopeComparison.delete(folder);
    long flushes = (number + KpiRows.KEYS - 1) / KpiRows.KEYS;
    return new Once(cost, (double) store.statements() / flushes);
  }
}
