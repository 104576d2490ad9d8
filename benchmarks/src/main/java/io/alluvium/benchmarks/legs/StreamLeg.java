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

/**
 * Changes that wait in a replication slot, into bronze until the last is there: our capture, its
 * start included, and the limit, a client that receives what the server sends and drops it. The
 * server does not count, but shares the machine.
 */
public final class StreamLeg implements Leg {
  private static final String NAME = "stream";
  private static final String RATE = "changes per s";
  private static final String CPU = "CPU s per million changes";

  @Override
  public List<Line> run(Bench bench) throws IOException {
    long inserts = bench.quick() ? 500_000 : 1_000_000;
    int rounds = bench.quick() ? 1 : 3;
    bench.say(
        "%s: %d inserts and %d updates of 8 columns in transactions of 1,000; checkpoint 2 s",
        NAME, inserts, inserts / 2);
    try (LocalPostgres postgres = LocalPostgres.start(bench.folder().resolve("postgres"), 0)) {
      Changes changes =
          new Changes(bench, new DatabaseParameters(postgres), new OrdersTable(postgres), inserts);
      Repetition.Results results =
          new Repetition(bench, rounds)
              .run(
                  List.of(
                      new Captured(
                          bench
                              .sides()
                              .own("alluvium", "CdcOrders", "the job of 'alluvium ingest cdc'"),
                          changes),
                      new Drained(
                          bench
                              .sides()
                              .own("limit", "ReplicationDrain", "pgoutput, binary, dropped"),
                          changes)));
      List<Line> lines = new ArrayList<>();
      for (String side : results.bySide().keySet()) {
        lines.add(new Line(NAME, side, results.of(side, RATE), RATE, null, ""));
        lines.add(new Line(NAME, side, results.of(side, CPU), CPU, null, ""));
      }
      lines.add(
          new Line(
              NAME,
              "alluvium / limit, rate",
              results.ratio(RATE, "alluvium", "limit"),
              "",
              Must.atLeast(0.55),
              ""));
      return lines;
    }
  }

  /** What happens to the table of orders. */
  private record Changes(
      Bench bench, DatabaseParameters database, OrdersTable orders, long inserts) {
    long count() {
      return inserts + inserts / 2;
    }

    void apply() {
      orders.change(inserts, inserts / 2);
    }

    Map<String, Double> figures(double wallSeconds, double cpuSeconds) {
      return Map.of(RATE, count() / wallSeconds, CPU, cpuSeconds / count() * 1e6);
    }
  }

  private record Captured(Side side, Changes changes) implements Measured {
    @Override
    public void warmUp(WorkerProcess worker) throws IOException {
      measure(worker);
    }

    @Override
    public Map<String, Double> measure(WorkerProcess worker) throws IOException {
      Path folder = Files.createTempDirectory(changes.bench().folder(), "stream");
      changes.orders().create();
      OwnCapture own =
          new OwnCapture(
              worker, changes.orders(), folder, changes.database().with(folder, side.name()));
      own.settle();
      changes.apply();
      Capture capture = own.resume();
      List<Sighting> sightings = capture.await(changes.count());
      WorkerProcess.Cost cost = capture.stop();
      verify(own.table());
      changes.orders().dropSlots();
      SlopeComparison.delete(folder);
      return changes.figures(
          capture.secondsUntil(sightings.get(sightings.size() - 1)), cost.cpuSeconds());
    }

    private void verify(Path table) throws IOException {
      long ids = changes.inserts() * (changes.inserts() + 1) / 2;
      long updated = changes.inserts() / 2;
      List<Long> expected =
          List.of(changes.count(), ids + updated * (updated + 1) / 2, changes.inserts(), updated);
      List<Long> found =
          TableSums.of(
              TableSums.dataFiles(table),
              List.of(
                  "count(*)",
                  "sum(id)::BIGINT",
                  "count(*) FILTER (_op = 'c')",
                  "count(*) FILTER (_op = 'u')"));
      if (!found.equals(expected)) {
        throw new BenchmarkException(
            side.name()
                + " wrote rows, sum, inserts, updates "
                + found
                + " instead of "
                + expected);
      }
    }
  }

  private record Drained(Side side, Changes changes) implements Measured {
    @Override
    public void warmUp(WorkerProcess worker) throws IOException {
      measure(worker);
    }

    @Override
    public Map<String, Double> measure(WorkerProcess worker) throws IOException {
      Path folder = Files.createTempDirectory(changes.bench().folder(), "drain");
      Map<String, String> parameters = changes.database().with(folder, side.name());
      parameters.put("changes", Long.toString(changes.count()));
      changes.orders().create();
      changes.orders().createSlot(parameters.get("slot"));
      changes.apply();
      WorkerProcess.Cost cost = worker.run(parameters);
      changes.orders().dropSlots();
      SlopeComparison.delete(folder);
      return changes.figures(cost.wallSeconds(), cost.cpuSeconds());
    }
  }
}
