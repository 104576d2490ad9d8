package io.alluvium.udfs.series;

import java.time.Instant;
import java.util.Arrays;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.functions.AggregateFunction;

/**
 * {@code LONGEST_GAP(first_observed, last_observed, inner_gap_seconds)}: the longest time in
 * seconds without an observation, over spans of observations that each know their own longest gap
 * (days of a station, say). Spans may come in any order; where they overlap there is no gap between
 * them. Null where there is no span.
 *
 * <p>Retractable. State and the cost of a change are proportional to the number of spans in the
 * group: meant for up to some thousand.
 */
public final class LongestGap extends AggregateFunction<Long, LongestGap.Accumulator> {
  private static final long serialVersionUID = 1L;

  /** Numbers per span: first, last (both microseconds), inner gap (seconds). */
  private static final int WIDTH = 3;

  /** The spans one after the other, in the order of their numbers. */
  public static final class Accumulator {
    public long[] spans = new long[0];
  }

  @Override
  public Accumulator createAccumulator() {
    return new Accumulator();
  }

  /** Adds a span; one without a first or last observation is ignored. */
  public void accumulate(
      Accumulator accumulator,
      @DataTypeHint("TIMESTAMP_LTZ(6)") Instant first,
      @DataTypeHint("TIMESTAMP_LTZ(6)") Instant last,
      @DataTypeHint("BIGINT") Long innerGapSeconds) {
    if (first == null || last == null) {
      return;
    }
    long[] span = span(first, last, innerGapSeconds);
    long[] spans = accumulator.spans;
    int at = position(spans, span) * WIDTH;
    long[] longer = Arrays.copyOf(spans, spans.length + WIDTH);
    System.arraycopy(span, 0, longer, at, WIDTH);
    System.arraycopy(spans, at, longer, at + WIDTH, spans.length - at);
    accumulator.spans = longer;
  }

  /** Takes a span back. */
  public void retract(
      Accumulator accumulator,
      @DataTypeHint("TIMESTAMP_LTZ(6)") Instant first,
      @DataTypeHint("TIMESTAMP_LTZ(6)") Instant last,
      @DataTypeHint("BIGINT") Long innerGapSeconds) {
    if (first == null || last == null) {
      return;
    }
    long[] span = span(first, last, innerGapSeconds);
    long[] spans = accumulator.spans;
    int at = position(spans, span) * WIDTH;
    if (at == spans.length || !Arrays.equals(spans, at, at + WIDTH, span, 0, WIDTH)) {
      throw new IllegalStateException("LONGEST_GAP: no span from " + first + " to retract");
    }
    long[] shorter = Arrays.copyOf(spans, spans.length - WIDTH);
    System.arraycopy(spans, at + WIDTH, shorter, at, shorter.length - at);
    accumulator.spans = shorter;
  }

  @Override
  public Long getValue(Accumulator accumulator) {
    long[] spans = accumulator.spans;
    if (spans.length == 0) {
      return null;
    }
    long longest = spans[2];
    long end = spans[1];
    for (int i = WIDTH; i < spans.length; i += WIDTH) {
      longest =
          Math.max(longest, Math.max(spans[i + 2], (spans[i] - end) / EpochMicros.PER_SECOND));
      end = Math.max(end, spans[i + 1]);
    }
    return longest;
  }

  private static long[] span(Instant first, Instant last, Long innerGapSeconds) {
    return new long[] {
      EpochMicros.of(first), EpochMicros.of(last), innerGapSeconds == null ? 0 : innerGapSeconds
    };
  }

  /** Of the first span that is not before the given one. */
  private static int position(long[] spans, long[] span) {
    int low = 0;
    int high = spans.length / WIDTH;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int at = middle * WIDTH;
      if (Arrays.compare(spans, at, at + WIDTH, span, 0, WIDTH) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
