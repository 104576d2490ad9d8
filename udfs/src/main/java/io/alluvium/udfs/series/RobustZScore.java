package io.alluvium.udfs.series;

import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.functions.ScalarFunction;

/**
 * {@code ROBUST_Z_SCORE(measurement, median, deviation)}: by how many deviations a measurement is
 * above the median; below it is negative. It is the modified z-score of Iglewicz and Hoaglin, "How
 * to Detect and Handle Outliers" (1993), where the deviation is that of {@link RobustOutliers}. 0
 * where the measurement is the median, infinite where the deviation is 0 and it is not. Null where
 * an argument is null.
 */
public final class RobustZScore extends ScalarFunction {
  private static final long serialVersionUID = 1L;

  /** Makes a standard deviation of the median absolute deviation of normal values. */
  static final double OF_MEDIAN_DEVIATION = 1.482602218505602;

  /** Makes a standard deviation of the mean absolute deviation of normal values. */
  static final double OF_MEAN_DEVIATION = 1.2533141373155;

  /** The score. */
  @DataTypeHint("DOUBLE")
  public Double eval(
      @DataTypeHint("DOUBLE") Double measurement,
      @DataTypeHint("DOUBLE") Double median,
      @DataTypeHint("DOUBLE") Double deviation) {
    return measurement == null || median == null || deviation == null
        ? null
        : of(measurement, median, deviation);
  }

  static double of(double measurement, double median, double deviation) {
    double distance = measurement - median;
    return distance == 0 ? 0 : distance / deviation;
  }
}
