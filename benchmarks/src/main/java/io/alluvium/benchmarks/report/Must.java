package io.alluvium.benchmarks.report;

import java.util.Locale;

/**
 * What a ratio has to keep to.
 *
 * @param atMost whether it is an upper bound; a lower one otherwise
 */
public record Must(boolean atMost, double bound) {

  public static Must atMost(double bound) {
    return new Must(true, bound);
  }

  public static Must atLeast(double bound) {
    return new Must(false, bound);
  }

  /** A ratio that is not positive was lost in noise, and meets nothing. */
  public boolean isMetBy(double ratio) {
    return ratio > 0 && (atMost ? ratio <= bound : ratio >= bound);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %.2f", atMost ? "<=" : ">=", bound);
  }
}
