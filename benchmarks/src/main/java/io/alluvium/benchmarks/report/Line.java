package io.alluvium.benchmarks.report;

import io.alluvium.benchmarks.measure.Spread;
import javax.annotation.Nullable;

/**
 * One result.
 *
 * @param name of what was measured, or of the two that were compared
 * @param unit of the value; empty for a ratio
 * @param must of a ratio; null where there is none to keep to
 * @param remark more figures, for people
 */
public record Line(
    String leg, String name, Spread value, String unit, @Nullable Must must, String remark) {

  public boolean isMet() {
    return must == null || must.isMetBy(value.median());
  }
}
