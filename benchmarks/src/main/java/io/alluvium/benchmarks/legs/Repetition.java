package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.measure.Spread;
import io.alluvium.benchmarks.worker.WorkerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Runs sides in turn, each in a process of its own that is kept warm: once to get there, then as
 * many rounds as count, the order turned around from round to round.
 */
final class Repetition {
  private final Bench bench;
  private final int rounds;

  /**
   * @param rounds that count
   */
  Repetition(Bench bench, int rounds) {
    this.bench = bench;
    this.rounds = rounds;
  }

  /** The figures of each side, by the side's name, then round by round. */
  record Results(Map<String, List<Map<String, Double>>> bySide) {

    List<Double> all(String side, String figure) {
      return bySide.get(side).stream().map(figures -> figures.get(figure)).toList();
    }

    Spread of(String side, String figure) {
      return Spread.of(all(side, figure));
    }

    /** One side's figure in another's, round by round. */
    Spread ratio(String figure, String left, String right) {
      return ratioToLeast(figure, left, List.of(right));
    }

    /** One side's figure in that of the best of others, round by round. */
    Spread ratioToLeast(String figure, String left, List<String> others) {
      List<Double> own = all(left, figure);
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round < own.size(); round++) {
        double least = Double.POSITIVE_INFINITY;
        for (String other : others) {
          least = Math.min(least, all(other, figure).get(round));
        }
        ratios.add(own.get(round) / least);
      }
      return Spread.of(ratios);
    }
  }

  Results run(List<? extends Measured> sides) throws IOException {
    Map<String, List<Map<String, Double>>> results = new LinkedHashMap<>();
    Map<String, WorkerProcess> workers = new LinkedHashMap<>();
    try {
      for (Measured measured : sides) {
        String name = measured.side().name();
        bench.say("%s: %s", name, measured.side().settings());
        results.put(name, new ArrayList<>());
        workers.put(name, WorkerProcess.start(measured.side(), bench.folder().resolve("logs")));
      }
      for (Measured measured : sides) {
        measured.warmUp(workers.get(measured.side().name()));
        bench.say("warm       %s", measured.side().name());
      }
      CanaryWatch canary = new CanaryWatch();
      canary.sample();
      List<Measured> order = new ArrayList<>(sides);
      for (int round = 1; round <= rounds; round++) {
        canary.sample();
        for (Measured measured : order) {
          String name = measured.side().name();
          Map<String, Double> figures = measured.measure(workers.get(name));
          bench.say("round %d  %-24s %s", round, name, text(figures));
          results.get(name).add(figures);
        }
        Collections.reverse(order);
      }
      canary.sample();
      canary.say(bench);
      return new Results(results);
    } finally {
      workers.values().forEach(WorkerProcess::close);
    }
  }

  private static String text(Map<String, Double> figures) {
    return new TreeMap<>(figures)
        .entrySet().stream()
            .map(
                figure ->
                    String.format(
                        java.util.Locale.ROOT, "%s %.3f", figure.getKey(), figure.getValue()))
            .collect(Collectors.joining(", "));
  }
}
