package io.alluvium.demo.reconciliation;

import java.math.BigDecimal;

/** The readings of one station on one day. */
final class DayFigures {
  private int readings;
  private int temperatures;
  private BigDecimal sum = BigDecimal.ZERO;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  void add(Double temperature) {
    readings++;
    if (temperature != null) {
      temperatures++;
      // Exact, so that the order of the readings is of no consequence.
      sum = sum.add(BigDecimal.valueOf(temperature));
      min = Math.min(min, temperature);
      max = Math.max(max, temperature);
    }
  }

  int readings() {
    return readings;
  }

  /** Null where no reading has a temperature; so are the figures below. */
  Double mean() {
    return temperatures == 0 ? null : sum.doubleValue() / temperatures;
  }

  Double min() {
    return temperatures == 0 ? null : min;
  }

  Double max() {
    return temperatures == 0 ? null : max;
  }

  Double heating(double base) {
    return temperatures == 0 ? null : Math.max(0, base - mean());
  }

  Double cooling(double base) {
    return temperatures == 0 ? null : Math.max(0, mean() - base);
  }
}
