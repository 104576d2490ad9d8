package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.measure.Spread;
import io.alluvium.benchmarks.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Compares sides by the slope of their CPU time between a small and a three times larger size, so
 * that what a run costs to start does not count. Each side keeps its process, warm; first rounds
 * are dropped; the order is turned around from round to round.
 */
final class SlopeComparison {
  private final Bench bench;
  private final int small;
  private final double unitsPerSize;
  private final int dropped;
  private final int rounds;

  /**
   * @param small the small size
   * @param unitsPerSize how many units, of which the cost is told, are in one of size
   * @param dropped rounds before those that count: more where each is short, until the machine code
   *     is made
   * @param rounds that count
   */
  SlopeComparison(Bench bench, int small, double unitsPerSize, int dropped, int rounds) {
    this.bench = bench;
    this.small = small;
    this.unitsPerSize = unitsPerSize;
    this.dropped = dropped;
    this.rounds = rounds;
  }

  /**
   * What a side cost.
   *
   * @param slopes CPU seconds per unit, by round
   * @param starts CPU seconds that a run cost whatever its size, by round
   * @param wall seconds of the large runs, by round
   */
  record Result(List<Double> slopes, List<Double> starts, List<Double> wall) {
    Spread slope() {
      return Spread.of(slopes);
    }

    /** This side's cost in the other's, round by round. */
    Spread ratioTo(Result other) {
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < slopes.size(); i++) {
        ratios.add(slopes.get(i) / other.slopes.get(i));
      }
      return Spread.of(ratios);
    }
  }

  Map<String, Result> run(List<Contestant> contestants) throws IOException {
    Map<String, Result> results = new LinkedHashMap<>();
    Map<String, WorkerProcess> workers = new LinkedHashMap<>();
    try {
      for (Contestant contestant : contestants) {
        String name = contestant.side().name();
        results.put(name, new Result(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
        workers.put(name, WorkerProcess.start(contestant.side(), bench.folder().resolve("logs")));
        bench.say("%s: %s", name, contestant.side().settings());
      }
      CanaryWatch canary = new CanaryWatch();
      List<Contestant> order = new ArrayList<>(contestants);
      for (int round = 1 - dropped; round <= rounds; round++) {
        canary.sample();
        for (Contestant contestant : order) {
          String name = contestant.side().name();
          measure(round, contestant, workers.get(name), results.get(name));
        }
        Collections.reverse(order);
      }
      canary.sample();
      canary.say(bench);
      return results;
    } finally {
      workers.values().forEach(WorkerProcess::close);
    }
  }

  private void measure(int round, Contestant contestant, WorkerProcess worker, Result result)
      throws IOException {
    WorkerProcess.Cost less = runOnce(contestant, worker, small);
    WorkerProcess.Cost more = runOnce(contestant, worker, 3 * small);
    double units = 2 * small * unitsPerSize;
    double slope = (more.cpuSeconds() - less.cpuSeconds()) / units;
    bench.say(
        "round %d%s  %-10s %8.3f CPU s a unit  (%.2f and %.2f CPU s, %.2f and %.2f s)",
        round,
        round <= 0 ? ", dropped" : "",
        contestant.side().name(),
        slope,
        less.cpuSeconds(),
        more.cpuSeconds(),
        less.wallSeconds(),
        more.wallSeconds());
    if (round > 0) {
      result.slopes().add(slope);
      result.starts().add(less.cpuSeconds() - slope * small * unitsPerSize);
      result.wall().add(more.wallSeconds());
    }
  }

  private WorkerProcess.Cost runOnce(Contestant contestant, WorkerProcess worker, int size)
      throws IOException {
    Path folder = Files.createTempDirectory(bench.folder(), contestant.side().name());
    WorkerProcess.Cost cost = worker.run(contestant.prepare(size, folder));
    contestant.verify(size, folder, cost.figures());
    delete(folder);
    return cost;
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
