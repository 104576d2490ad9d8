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
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long nothing is committed while a job is replaced with another that goes on with its state:
 * by {@code alluvium upgrade}, and by {@code flink stop} and {@code flink run -s}. Both run on one
 * cluster, whose other job goes on meanwhile.
 */
public final class UpgradeLeg implements Leg {
  private static final String NAME = "upgrade";
  private static final String SECONDS = "seconds";

  private final OperationsScale scale;

  public UpgradeLeg(OperationsScale scale) {
    this.scale = scale;
  }

  @Override
  public List<Line> run(Bench bench) throws IOException {
    DeviceEvents events = scale.events();
    bench.say(
        "%s: a job with %d MB of state in RocksDB, of which another model is replaced; checkpoint"
            + " %d s, parallelism %d",
        NAME,
        scale.stateMegabytes(),
        ModelsOnCluster.INTERVAL.toSeconds(),
        BenchCluster.PARALLELISM);
    bench.say("%s: alluvium upgrade", OperationsSide.ALLUVIUM);
    bench.say("%s: flink stop --type native, then flink run -s", OperationsSide.BY_HAND);
    Path folder = bench.folder().resolve(NAME + "-events");
    try (EndlessTable table = EndlessTable.start(folder, events);
        BenchCluster cluster = OperationsSide.ownCluster(bench)) {
      OperationsSide own = OperationsSide.of(bench, OperationsSide.ALLUVIUM, cluster, folder);
      OperationsSide byHand = OperationsSide.of(bench, OperationsSide.BY_HAND, cluster, folder);
      List<Upgraded> jobs =
          List.of(
              new Upgraded(own, own.job().run()), new Upgraded(byHand, byHand.job().flinkRun("")));
      for (Upgraded job : jobs) {
        job.side.settle(table);
        bench.say("%s: %.0f MB of state", job.side.name(), job.side.job().stateMegabytes(job.id));
      }
      Repetition.Results results = measure(bench, jobs);
      table.close();
      for (Upgraded job : jobs) {
        job.side.complete(job.id, events, table.rows());
      }
      return lines(results);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  private Repetition.Results measure(Bench bench, List<Upgraded> jobs)
      throws IOException, InterruptedException {
    Map<String, List<Map<String, Double>>> results = new LinkedHashMap<>();
    jobs.forEach(job -> results.put(job.side.name(), new ArrayList<>()));
    CanaryWatch canary = new CanaryWatch();
    canary.sample();
    List<Upgraded> order = new ArrayList<>(jobs);
    // The first round does not count: classes are loaded for the first time.
    for (int round = 0; round <= scale.rounds(bench); round++) {
      canary.sample();
      for (Upgraded job : order) {
        double seconds = job.upgrade(round + 1).toMillis() / 1e3;
        bench.say(
            "round %d%s  %-10s %.2f s",
            round, round == 0 ? ", dropped" : "", job.side.name(), seconds);
        if (round > 0) {
          results.get(job.side.name()).add(Map.of(SECONDS, seconds));
        }
      }
      Collections.reverse(order);
    }
    canary.sample();
    canary.say(bench);
    return new Repetition.Results(results);
  }

  /** A job that runs, and is another after each upgrade. */
  private static final class Upgraded {
    private final OperationsSide side;
    private String id;

    Upgraded(OperationsSide side, String id) {
      this.side = side;
      this.id = id;
    }

    Duration upgrade(int number) throws IOException, InterruptedException {
      String former = id;
      side.job().models().edit(number);
      side.log().awaitNext();
      id =
          side.name().equals(OperationsSide.ALLUVIUM)
              ? side.job().upgrade()
              : side.job().flinkRun(side.job().flinkStop(former));
      Duration gap = side.log().gapAround(side.job().awaitEnd(former));
      side.log().awaitNext();
      side.log().awaitNext();
      return gap;
    }
  }

  private static List<Line> lines(Repetition.Results results) {
    return List.of(
        new Line(
            NAME,
            OperationsSide.ALLUVIUM,
            results.of(OperationsSide.ALLUVIUM, SECONDS),
            "s",
            null,
            "reach for 8"),
        new Line(
            NAME,
            OperationsSide.BY_HAND,
            results.of(OperationsSide.BY_HAND, SECONDS),
            "s",
            null,
            ""),
        new Line(
            NAME,
            OperationsSide.ALLUVIUM + " / " + OperationsSide.BY_HAND,
            results.ratio(SECONDS, OperationsSide.ALLUVIUM, OperationsSide.BY_HAND),
            "",
            Must.atMost(1.2),
            "reach for 0.5"));
  }
}
