package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.measure.Spread;
import io.alluvium.benchmarks.report.Line;
import io.alluvium.benchmarks.report.Must;
import java.util.Locale;
import javax.annotation.Nullable;

/** The lines of a leg that compares slopes. */
record SlopeLines(String leg, String unit) {

  /** What a side cost, with what a run costs whatever its size as a remark. */
  Line cost(String side, SlopeComparison.Result result) {
    return new Line(
        leg,
        side,
        result.slope(),
        unit,
        null,
        String.format(Locale.ROOT, "start %.1f CPU s", Spread.of(result.starts()).median()));
  }

  Line ratio(
      String name,
      SlopeComparison.Result left,
      SlopeComparison.Result right,
      @Nullable Must must,
      String remark) {
    return new Line(leg, name, left.ratioTo(right), "", must, remark);
  }
}
