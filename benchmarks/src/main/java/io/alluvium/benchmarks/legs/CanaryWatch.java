package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.measure.Canary;
import io.alluvium.benchmarks.measure.Spread;
import java.util.ArrayList;
import java.util.List;

/** Says at the end of a leg whether the machine did the same work in the same time all along. */
final class CanaryWatch {
  private static final double TOLERANCE = 0.10;

  private final Canary canary = new Canary();
  private final List<Double> seconds = new ArrayList<>();

  /** Takes about half a second, between rounds. */
  void sample() {
    seconds.add(canary.run());
  }

  /** The first sample, taken cold, does not count. */
  void say(Bench bench) {
    Spread spread = Spread.of(seconds.subList(1, seconds.size()));
    boolean steady = (spread.greatest() - spread.least()) / spread.median() <= 2 * TOLERANCE;
    bench.say(
        "canary %.3f CPU s (%.3f to %.3f): %s",
        spread.median(),
        spread.least(),
        spread.greatest(),
        steady
            ? "the machine was steady"
            : "the machine was NOT steady; trust ratios, and repeat on a quiet one");
  }
}
