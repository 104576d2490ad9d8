package io.alluvium.udfs.series;

import java.time.Instant;
import java.util.Arrays;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.functions.AggregateFunction;
import org.apache.flink.types.Row;

/**
 * {@code SERIES_SUMMARY(observed_at, measurement)}: the figures of a short series of measurements,
 * such as those of one station on one day.
 *
 * <p>The result is a row of {@code readings} (all, also those without a measurement), {@code
 * measured} (those with one), the {@code mean}, {@code minimum} and {@code maximum} of the
 * measurements (null where there is none), {@code first_observed}, {@code last_observed}, and
 * {@code longest_gap_seconds} between neighbours in time (0 where there is one reading only).
 *
 * <p>Retractable and exact: the readings themselves are the state, so that the result depends on
 * them alone and not on the order in which they came and went. State and the cost of a change are
 * proportional to the length of the series: meant for up to some thousand readings per group.
 */
@FunctionHint(
    output =
        @DataTypeHint(
            "ROW<readings BIGINT, measured BIGINT, mean DOUBLE, minimum DOUBLE, maximum DOUBLE,"
                + " first_observed TIMESTAMP_LTZ(6), last_observed TIMESTAMP_LTZ(6),"
                + " longest_gap_seconds BIGINT>"))
public final class SeriesSummary extends AggregateFunction<Row, SeriesSummary.Accumulator> {
  private static final long serialVersionUID = 1L;

  /** Stands for null in an array of primitives. No measurement is not a number. */
  private static final double NO_VALUE = Double.NaN;

  /** Parallel arrays in the order of time, then of the measurement. */
  public static final class Accumulator {
    public long[] instants = new long[0];
    public double[] values = new double[0];
  }

  @Override
  public Accumulator createAccumulator() {
    return new Accumulator();
  }

  /** Adds a reading; one without a time is ignored. */
  public void accumulate(
      Accumulator accumulator,
      @DataTypeHint("TIMESTAMP_LTZ(6)") Instant observed,
      @DataTypeHint("DOUBLE") Double measurement) {
    if (observed == null) {
      return;
    }
    long micros = EpochMicros.of(observed);
    double value = measurement == null ? NO_VALUE : measurement;
    int position = position(accumulator, micros, value);
    accumulator.instants = inserted(accumulator.instants, position, micros);
    accumulator.values = inserted(accumulator.values, position, value);
  }

  /** Takes a reading back. */
  public void retract(
      Accumulator accumulator,
      @DataTypeHint("TIMESTAMP_LTZ(6)") Instant observed,
      @DataTypeHint("DOUBLE") Double measurement) {
    if (observed == null) {
      return;
    }
    long micros = EpochMicros.of(observed);
    double value = measurement == null ? NO_VALUE : measurement;
    int position = position(accumulator, micros, value);
    if (position == accumulator.instants.length
        || accumulator.instants[position] != micros
        || Double.compare(accumulator.values[position], value) != 0) {
      throw new IllegalStateException("SERIES_SUMMARY: no reading at " + observed + " to retract");
    }
    accumulator.instants = removed(accumulator.instants, position);
    accumulator.values = removed(accumulator.values, position);
  }

  @Override
  public Row getValue(Accumulator accumulator) {
    long[] instants = accumulator.instants;
    int readings = instants.length;
    if (readings == 0) {
      return Row.of(0L, 0L, null, null, null, null, null, null);
    }
    long measured = 0;
    double sum = 0;
    double minimum = Double.POSITIVE_INFINITY;
    double maximum = Double.NEGATIVE_INFINITY;
    for (double value : accumulator.values) {
      if (!Double.isNaN(value)) {
        measured++;
        sum += value;
        minimum = Math.min(minimum, value);
        maximum = Math.max(maximum, value);
      }
    }
    long longestGap = 0;
    for (int i = 1; i < readings; i++) {
      longestGap = Math.max(longestGap, instants[i] - instants[i - 1]);
    }
    boolean any = measured > 0;
    return Row.of(
        (long) readings,
        measured,
        any ? sum / measured : null,
        any ? minimum : null,
        any ? maximum : null,
        EpochMicros.toInstant(instants[0]),
        EpochMicros.toInstant(instants[readings - 1]),
        longestGap / EpochMicros.PER_SECOND);
  }

  /** Of the first entry that is not before the given one. */
  private static int position(Accumulator accumulator, long micros, double value) {
    int low = 0;
    int high = accumulator.instants.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = Long.compare(accumulator.instants[middle], micros);
      if (order == 0) {
        order = Double.compare(accumulator.values[middle], value);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static long[] inserted(long[] array, int position, long element) {
    long[] longer = Arrays.copyOf(array, array.length + 1);
    System.arraycopy(array, position, longer, position + 1, array.length - position);
    longer[position] = element;
    return longer;
  }

  private static double[] inserted(double[] array, int position, double element) {
    double[] longer = Arrays.copyOf(array, array.length + 1);
    System.arraycopy(array, position, longer, position + 1, array.length - position);
    longer[position] = element;
    return longer;
  }

  private static long[] removed(long[] array, int position) {
    long[] shorter = Arrays.copyOf(array, array.length - 1);
    System.arraycopy(array, position + 1, shorter, position, shorter.length - position);
    return shorter;
  }

  private static double[] removed(double[] array, int position) {
    double[] shorter = Arrays.copyOf(array, array.length - 1);
    System.arraycopy(array, position + 1, shorter, position, shorter.length - position);
    return shorter;
  }
}
