package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.database.OrdersTable;
import io.alluvium.benchmarks.freshness.Latencies;
import io.alluvium.benchmarks.freshness.Sighting;
import io.alluvium.benchmarks.report.Line;
import io.alluvium.benchmarks.report.Must;
import io.alluvium.benchmarks.worker.Side;
import io.alluvium.benchmarks.worker.WorkerProcess;
import io.alluvium.local.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a committed change takes until a fresh snapshot of the bronze table has it, at a
 * checkpoint a second, while single rows are committed at an even pace.
 */
public final class LatencyLeg implements Leg {
  private static final String NAME = "latency";
  private static final double INTERVAL_SECONDS = 1;
  private static final int PER_SECOND = 200;

  /** What gets things going does not count. */
  private static final int START_SECONDS = 5;

  private static final String P50 = "p50";
  private static final String P95 = "p95";
  private static final String P99 = "p99";

  @Override
  public List<Line> run(Bench bench) throws IOException {
    int seconds = bench.quick() ? 25 : 60;
    int rounds = bench.quick() ? 1 : 3;
    bench.say(
        "%s: %d commits of a row a second for %d s, of which the first %d do not count;"
            + " checkpoint %.0f s",
        NAME, PER_SECOND, seconds, START_SECONDS, INTERVAL_SECONDS);
    try (LocalPostgres postgres = LocalPostgres.start(bench.folder().resolve("postgres"), 0)) {
      Repetition.Results results =
          new Repetition(bench, rounds)
              .run(
                  List.of(
                      new Followed(
                          bench,
                          bench
                              .sides()
                              .own("alluvium", "CdcOrders", "the job of 'alluvium ingest cdc'"),
                          new DatabaseParameters(postgres),
                          new OrdersTable(postgres),
                          seconds)));
      return List.of(
          new Line(NAME, P50, results.of("alluvium", P50), "s", null, ""),
          new Line(
              NAME,
              P95,
              results.of("alluvium", P95),
              "s",
              Must.atMost(INTERVAL_SECONDS + 1),
              "interval + 1 s"),
          new Line(NAME, P99, results.of("alluvium", P99), "s", null, "reach: interval + 0.4 s"));
    }
  }

  private record Followed(
      Bench bench, Side side, DatabaseParameters database, OrdersTable orders, int seconds)
      implements Measured {
    @Override
    public void warmUp(WorkerProcess worker) throws IOException {
      run(worker, 2 * START_SECONDS);
    }

    @Override
    public Map<String, Double> measure(WorkerProcess worker) throws IOException {
      return run(worker, seconds);
    }

    private Map<String, Double> run(WorkerProcess worker, int duration) throws IOException {
      Path folder = Files.createTempDirectory(bench.folder(), "latency");
      Map<String, String> parameters = database.with(folder, side.name());
      parameters.put("checkpointMillis", Long.toString(Math.round(INTERVAL_SECONDS * 1_000)));
      orders.create();
      OwnCapture own = new OwnCapture(worker, orders, folder, parameters);
      own.settle();
      Capture capture = own.resume();
      long[] commits = new long[duration * PER_SECOND];
      Thread writer = new Thread(() -> write(commits), "writer");
      writer.start();
      List<Sighting> sightings = capture.await(commits.length);
      capture.stop();
      orders.dropSlots();
      SlopeComparison.delete(folder);
      Latencies latencies = Latencies.of(commits, START_SECONDS * PER_SECOND, sightings);
      return Map.of(
          P50, latencies.seconds(0.5), P95, latencies.seconds(0.95), P99, latencies.seconds(0.99));
    }

    /** Notes for each row when its commit began. */
    private void write(long[] commits) {
      try (Connection connection = orders.connect();
          PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO orders VALUES (?, 1, 'new', 1.50, 1, 'note', now(), now())")) {
        long begun = System.nanoTime();
        for (int row = 0; row < commits.length; row++) {
          long due = begun + row * 1_000_000_000L / PER_SECOND;
          LockSupport.parkNanos(due - System.nanoTime());
          commits[row] = System.nanoTime();
          insert.setLong(1, row + 1);
          insert.executeUpdate();
        }
      } catch (SQLException e) {
        throw new BenchmarkException("The database of orders refuses: " + e.getMessage(), e);
      }
    }
  }
}
