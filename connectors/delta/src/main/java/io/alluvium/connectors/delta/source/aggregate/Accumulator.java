package io.alluvium.connectors.delta.source.aggregate;

import io.alluvium.connectors.delta.pages.ColumnarBatch;
import java.util.Arrays;
import javax.annotation.Nullable;

/** A measure of all groups. */
interface Accumulator {

  static Accumulator of(Measure measure) {
    return switch (measure.kind()) {
      case COUNT_ROWS -> new RowCount();
      case COUNT -> new ValueCount(measure.column());
      case SUM, SUM_OR_ZERO ->
          Numbers.isFloating(measure.input()) ? new DoubleSum(measure) : new LongSum(measure);
      case MIN, MAX ->
          Numbers.isFloating(measure.input())
              ? new DoubleExtreme(measure)
              : new LongExtreme(measure);
    };
  }

  /**
   * Takes the live rows of a batch in.
   *
   * @param groups their numbers
   * @param groupCount more than the greatest number so far
   */
  void add(ColumnarBatch batch, LiveRows live, int[] groups, int groupCount);

  /** In Flink's internal form of the measure's result. */
  @Nullable
  Object result(int group);

  /** Forgets all groups. */
  void clear();

  /** Room for so many groups, of which the further ones are 0. */
  static long[] enlarged(long[] values, int groupCount) {
    return values.length >= groupCount ? values : Arrays.copyOf(values, 2 * groupCount);
  }

  /** Room for so many groups, of which the further ones are 0. */
  static double[] enlarged(double[] values, int groupCount) {
    return values.length >= groupCount ? values : Arrays.copyOf(values, 2 * groupCount);
  }

  /** Room for so many groups, of which the further ones are false. */
  static boolean[] enlarged(boolean[] values, int groupCount) {
    return values.length >= groupCount ? values : Arrays.copyOf(values, 2 * groupCount);
  }
}
