package io.alluvium.udfs.series;

import java.util.Arrays;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.functions.AggregateFunction;
import org.apache.flink.types.Row;

/**
 * {@code ROBUST_OUTLIERS(measurement, threshold)}: how many measurements of a group are far from
 * the others: those whose modified z-score ({@link RobustZScore}) is beyond the threshold, usually
 * 3.5. Unlike mean and standard deviation, the median and the median absolute deviation are not
 * moved by the outliers that they are to find.
 *
 * <p>The result is a row of {@code measured} (nulls aside), their {@code median}, their {@code
 * deviation} (what {@link RobustZScore} takes), the number of {@code outliers}, and the {@code
 * extreme} score, with its sign. Null where nothing was measured. All rows of a group have the same
 * threshold.
 *
 * <p>Retractable and exact: the measurements themselves are the state. State and the cost of a
 * change are proportional to their number: meant for up to some thousand per group.
 */
@FunctionHint(
    output =
        @DataTypeHint(
            "ROW<measured BIGINT, median DOUBLE, deviation DOUBLE, outliers BIGINT, extreme"
                + " DOUBLE>"))
public final class RobustOutliers extends AggregateFunction<Row, RobustOutliers.Accumulator> {
  private static final long serialVersionUID = 1L;

  /** The measurements in ascending order, and the threshold. */
  public static final class Accumulator {
    public double[] values = new double[0];
    public double threshold = Double.NaN;
  }

  @Override
  public Accumulator createAccumulator() {
    return new Accumulator();
  }

  /** Adds a measurement; null, infinity and what is no number are ignored. */
  public void accumulate(
      Accumulator accumulator,
      @DataTypeHint("DOUBLE") Double measurement,
      @DataTypeHint("DOUBLE") Double threshold) {
    if (measurement == null || !Double.isFinite(measurement)) {
      return;
    }
    keep(accumulator, threshold);
    double[] values = accumulator.values;
    int found = Arrays.binarySearch(values, measurement);
    int at = found < 0 ? -found - 1 : found;
    double[] longer = Arrays.copyOf(values, values.length + 1);
    longer[at] = measurement;
    System.arraycopy(values, at, longer, at + 1, values.length - at);
    accumulator.values = longer;
  }

  /** Takes a measurement back. */
  public void retract(
      Accumulator accumulator,
      @DataTypeHint("DOUBLE") Double measurement,
      @DataTypeHint("DOUBLE") Double threshold) {
    if (measurement == null || !Double.isFinite(measurement)) {
      return;
    }
    double[] values = accumulator.values;
    int at = Arrays.binarySearch(values, measurement);
    if (at < 0) {
      throw new IllegalStateException("ROBUST_OUTLIERS: no " + measurement + " to retract");
    }
    double[] shorter = Arrays.copyOf(values, values.length - 1);
    System.arraycopy(values, at + 1, shorter, at, shorter.length - at);
    accumulator.values = shorter;
  }

  @Override
  public Row getValue(Accumulator accumulator) {
    double[] values = accumulator.values;
    if (values.length == 0) {
      return null;
    }
    double median = middle(values);
    double deviation = deviation(values, median);
    long outliers = 0;
    for (double value : values) {
      if (Math.abs(RobustZScore.of(value, median, deviation)) > accumulator.threshold) {
        outliers++;
      }
    }
    double lowest = RobustZScore.of(values[0], median, deviation);
    double highest = RobustZScore.of(values[values.length - 1], median, deviation);
    return Row.of(
        (long) values.length,
        median,
        deviation,
        outliers,
        Math.abs(lowest) > Math.abs(highest) ? lowest : highest);
  }

  private static void keep(Accumulator accumulator, Double threshold) {
    if (threshold == null || !(threshold > 0)) {
      throw new IllegalArgumentException(
          "ROBUST_OUTLIERS: the threshold is " + threshold + "; it must be above 0.");
    }
    if (!Double.isNaN(accumulator.threshold) && accumulator.threshold != threshold) {
      throw new IllegalArgumentException(
          "ROBUST_OUTLIERS: thresholds "
              + accumulator.threshold
              + " and "
              + threshold
              + " in one group; it must be the same for all rows.");
    }
    accumulator.threshold = threshold;
  }

  private static double middle(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[half]
        : sorted[half - 1] + (sorted[half] - sorted[half - 1]) / 2;
  }

  /**
   * The median absolute deviation as an estimate of the standard deviation. Where more than half of
   * the values are the same it is 0, and the mean absolute deviation stands in.
   */
  private static double deviation(double[] values, double median) {
    double[] distances = new double[values.length];
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      distances[i] = Math.abs(values[i] - median);
      sum += distances[i];
    }
    Arrays.sort(distances);
    double medianDeviation = middle(distances);
    return medianDeviation > 0
        ? RobustZScore.OF_MEDIAN_DEVIATION * medianDeviation
        : RobustZScore.OF_MEAN_DEVIATION * sum / values.length;
  }
}
