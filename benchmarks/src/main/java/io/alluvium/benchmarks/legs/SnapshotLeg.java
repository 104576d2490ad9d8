package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.database.OrdersTable;
import io.alluvium.benchmarks.freshness.Sighting;
import io.alluvium.benchmarks.report.Line;
import io.alluvium.benchmarks.report.Must;
import io.alluvium.benchmarks.worker.Side;
import io.alluvium.benchmarks.worker.WorkerProcess;
import io.alluvium.local.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The snapshot of a table of orders from PostgreSQL into bronze, until its last row is there: our
 * capture, Flink CDC as it is by default into the same sink, and the limit, a loop that copies and
 * writes. The server does not count.
 */
public final class SnapshotLeg implements Leg {
  private static final String NAME = "snapshot";
  private static final String WALL = "s";
  private static final String CPU = "CPU s per million rows";

  @Override
  public List<Line> run(Bench bench) throws IOException {
    long rows = bench.quick() ? 500_000 : 2_000_000;
    int rounds = bench.quick() ? 1 : 3;
    bench.say("%s: %d rows of 8 columns, 117 bytes; checkpoint 2 s, parallelism 2", NAME, rows);
    try (LocalPostgres postgres = LocalPostgres.start(bench.folder().resolve("postgres"), 0)) {
      OrdersTable orders = new OrdersTable(postgres);
      orders.create();
      orders.fill(rows);
      DatabaseParameters database = new DatabaseParameters(postgres);
      return lines(
          new Repetition(bench, rounds)
              .run(
                  List.of(
                      new Snapshot(
                          bench,
                          bench
                              .sides()
                              .own("alluvium", "CdcOrders", "the job of 'alluvium ingest cdc'"),
                          "lake/bronze/orders",
                          database,
                          orders,
                          rows),
                      new Snapshot(
                          bench,
                          bench
                              .sides()
                              .flinkCdc("FlinkCdcOrders", "3.5.0, default settings, pgoutput"),
                          "lake/bench/orders",
                          database,
                          orders,
                          rows),
                      new Copy(
                          bench,
                          bench
                              .sides()
                              .own("loop", "CopyLoop", "COPY binary, parquet-java; one thread"),
                          database,
                          rows))));
    }
  }

  private static List<Line> lines(Repetition.Results results) {
    List<Line> lines = new ArrayList<>();
    for (String side : results.bySide().keySet()) {
      lines.add(new Line(NAME, side, results.of(side, WALL), WALL, null, ""));
      lines.add(new Line(NAME, side, results.of(side, CPU), CPU, null, ""));
    }
    lines.add(
        new Line(
            NAME,
            "alluvium / flink-cdc, wall",
            results.ratio(WALL, "alluvium", "flink-cdc"),
            "",
            Must.atMost(0.6),
            ""));
    lines.add(
        new Line(
            NAME,
            "alluvium / flink-cdc, CPU",
            results.ratio(CPU, "alluvium", "flink-cdc"),
            "",
            null,
            ""));
    lines.add(
        new Line(
            NAME, "loop / alluvium, CPU", results.ratio(CPU, "loop", "alluvium"), "", null, ""));
    return lines;
  }

  private static void verify(Side side, Path table, long rows) throws IOException {
    List<Long> expected = List.of(rows, LongStream.rangeClosed(1, rows).sum());
    List<Long> found =
        TableSums.of(TableSums.dataFiles(table), List.of("count(*)", "sum(id)::BIGINT"));
    if (!found.equals(expected)) {
      throw new BenchmarkException(
          side.name() + " wrote rows and sum " + found + " instead of " + expected);
    }
  }

  /**
   * A side that goes on after the snapshot.
   *
   * @param table where it leaves the rows, as seen from the run's folder
   */
  private record Snapshot(
      Bench bench,
      Side side,
      String table,
      DatabaseParameters database,
      OrdersTable orders,
      long rows)
      implements Measured {
    @Override
    public void warmUp(WorkerProcess worker) throws IOException {
      measure(worker);
    }

    @Override
    public Map<String, Double> measure(WorkerProcess worker) throws IOException {
      Path folder = Files.createTempDirectory(bench.folder(), "snapshot");
      Capture capture =
          new Capture(worker, database.with(folder, side.name()), folder, folder.resolve(table));
      List<Sighting> sightings = capture.await(rows);
      WorkerProcess.Cost cost = capture.stop();
      verify(side, folder.resolve(table), rows);
      orders.dropSlots();
      SlopeComparison.delete(folder);
      return Map.of(
          WALL,
          capture.secondsUntil(sightings.get(sightings.size() - 1)),
          CPU,
          cost.cpuSeconds() / rows * 1e6);
    }
  }

  /** The side that ends by itself. */
  private record Copy(Bench bench, Side side, DatabaseParameters database, long rows)
      implements Measured {
    @Override
    public void warmUp(WorkerProcess worker) throws IOException {
      measure(worker);
    }

    @Override
    public Map<String, Double> measure(WorkerProcess worker) throws IOException {
      Path folder = Files.createTempDirectory(bench.folder(), "copy");
      WorkerProcess.Cost cost = worker.run(database.with(folder, side.name()));
      verify(side, folder.resolve("lake"), rows);
      SlopeComparison.delete(folder);
      return Map.of(WALL, cost.wallSeconds(), CPU, cost.cpuSeconds() / rows * 1e6);
    }
  }
}
