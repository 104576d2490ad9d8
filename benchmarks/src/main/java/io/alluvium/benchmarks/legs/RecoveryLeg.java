package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.operations.BenchCluster;
import io.alluvium.benchmarks.operations.DeviceEvents;
import io.alluvium.benchmarks.operations.EndlessTable;
import io.alluvium.benchmarks.operations.ModelsOnCluster;
import io.alluvium.benchmarks.report.Line;
import io.alluvium.benchmarks.report.Must;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * How long nothing is committed after one of two task managers was killed: on a cluster with the
 * product's settings, and with those of Flink's distribution. The other task manager has room for
 * the tasks of both.
 */
public final class RecoveryLeg implements Leg {
  private static final String NAME = "recovery";
  private static final String SECONDS = "seconds";

  private final OperationsScale scale;

  public RecoveryLeg(OperationsScale scale) {
    this.scale = scale;
  }

  @Override
  public List<Line> run(Bench bench) throws IOException {
    DeviceEvents events = scale.events();
    bench.say(
        "%s: a job with %d MB of state in RocksDB on two task managers, of which one is killed;"
            + " checkpoint %d s on all sides, parallelism %d",
        NAME,
        scale.stateMegabytes(),
        ModelsOnCluster.INTERVAL.toSeconds(),
        BenchCluster.PARALLELISM);
    bench.say("%s: flink-conf/local", OperationsSide.ALLUVIUM);
    bench.say("%s: Flink 1.20 as its distribution sets it", OperationsSide.STOCK);
    Path folder = bench.folder().resolve(NAME + "-events");
    try (EndlessTable table = EndlessTable.start(folder, events);
        BenchCluster own = OperationsSide.ownCluster(bench);
        BenchCluster stock = OperationsSide.stockCluster(bench)) {
      List<OperationsSide> sides =
          List.of(
              OperationsSide.of(bench, OperationsSide.ALLUVIUM, own, folder),
              OperationsSide.of(bench, OperationsSide.STOCK, stock, folder));
      Repetition.Results results = measure(bench, table, sides);
      table.close();
      for (OperationsSide side : sides) {
        side.complete(side.job().run(), events, table.rows());
      }
      return lines(results);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  private Repetition.Results measure(Bench bench, EndlessTable table, List<OperationsSide> sides)
      throws IOException, InterruptedException {
    Map<String, List<Map<String, Double>>> results = new LinkedHashMap<>();
    sides.forEach(side -> results.put(side.name(), new ArrayList<>()));
    Random random = new Random(scale.seed());
    CanaryWatch canary = new CanaryWatch();
    canary.sample();
    List<OperationsSide> order = new ArrayList<>(sides);
    for (int round = 1; round <= scale.rounds(bench); round++) {
      canary.sample();
      double phase = random.nextDouble();
      for (OperationsSide side : order) {
        double seconds = recover(bench, side, table, round, phase);
        bench.say("round %d  %-10s %.2f s", round, side.name(), seconds);
        results.get(side.name()).add(Map.of(SECONDS, seconds));
      }
      Collections.reverse(order);
    }
    canary.sample();
    canary.say(bench);
    return new Repetition.Results(results);
  }

  /**
   * Kills a task manager between two checkpoints.
   *
   * @param phase of the time that is surely between two, 0 to 1
   * @return seconds until the next commit
   */
  private static double recover(
      Bench bench, OperationsSide side, EndlessTable table, int round, double phase)
      throws IOException, InterruptedException {
    String job = side.job().run();
    side.settle(table);
    if (round == 1) {
      bench.say("%s: %.0f MB of state", side.name(), side.job().stateMegabytes(job));
    }
    // A checkpoint that is under way might be committed by who is left.
    TimeUnit.MILLISECONDS.sleep(Math.round(phase * ModelsOnCluster.INTERVAL.toMillis() / 2));
    Instant killed = Instant.now();
    side.job().cluster().kill(round);
    Instant next = side.log().awaitBehind(killed);
    Instant running = side.job().runsSince(job);
    while (running.isBefore(killed)) {
      // It was of a checkpoint that was complete before.
      next = side.log().awaitBehind(next);
      running = side.job().runsSince(job);
    }
    next = side.log().awaitBehind(running);
    side.job().cancel(job);
    side.job().cluster().replace();
    return Duration.between(killed, next).toMillis() / 1e3;
  }

  private static List<Line> lines(Repetition.Results results) {
    return List.of(
        new Line(
            NAME,
            OperationsSide.ALLUVIUM,
            results.of(OperationsSide.ALLUVIUM, SECONDS),
            "s",
            null,
            "reach for 6"),
        new Line(
            NAME, OperationsSide.STOCK, results.of(OperationsSide.STOCK, SECONDS), "s", null, ""),
        new Line(
            NAME,
            OperationsSide.ALLUVIUM + " / " + OperationsSide.STOCK,
            results.ratio(SECONDS, OperationsSide.ALLUVIUM, OperationsSide.STOCK),
            "",
            Must.atMost(0.6),
            "reach for 0.25"));
  }
}
