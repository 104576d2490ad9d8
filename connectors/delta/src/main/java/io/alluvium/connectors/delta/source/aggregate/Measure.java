package io.alluvium.connectors.delta.source.aggregate;

import java.io.Serializable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * An aggregate of a group's rows.
 *
 * @param column place of its argument among the columns that are read; {@link #NO_COLUMN} of {@link
 *     Kind#COUNT_ROWS}
 * @param input type of the argument
 * @param result type of the partial result
 */
@Internal
public record Measure(Kind kind, int column, LogicalType input, LogicalType result)
    implements Serializable {
  public static final int NO_COLUMN = -1;

  /** How values become one. */
  public enum Kind {
    COUNT_ROWS,
    /** Of values that are not null. */
    COUNT,
    /** Null where there are no values. */
    SUM,
    /** 0 where there are no values. */
    SUM_OR_ZERO,
    MIN,
    MAX
  }

  /** Whether there is an {@link Accumulator} for it. */
  public boolean isSupported() {
    return switch (kind) {
      case COUNT_ROWS, COUNT -> true;
      case SUM, SUM_OR_ZERO -> Numbers.isInteger(input) || Numbers.isFloating(input);
      case MIN, MAX ->
          Numbers.isInteger(input) || Numbers.isFloating(input) || Numbers.isTime(input);
    };
  }
}
