package io.alluvium.connectors.delta.sink.routing;

import java.util.function.UnaryOperator;
import javax.annotation.Nullable;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/** Brings values into a type that holds every value of theirs. */
final class Widening {

  private Widening() {}

  /** Null where the target does not hold every value. Nullability does not matter. */
  @Nullable
  static UnaryOperator<Object> of(LogicalType from, LogicalType to) {
    if (sameValues(from, to)) {
      return UnaryOperator.identity();
    }
    return switch (to.getTypeRoot()) {
      case SMALLINT -> from.is(LogicalTypeRoot.TINYINT) ? v -> ((Number) v).shortValue() : null;
      case INTEGER -> integerDigits(from) < integerDigits(to) ? v -> ((Number) v).intValue() : null;
      case BIGINT -> integerDigits(from) < integerDigits(to) ? v -> ((Number) v).longValue() : null;
      case DOUBLE ->
          from.is(LogicalTypeRoot.FLOAT) || integerDigits(from) <= INT_DIGITS
              ? v -> ((Number) v).doubleValue()
              : null;
      case DECIMAL -> toDecimal(from, (DecimalType) to);
      default -> null;
    };
  }

  private static final int NO_INTEGER = Integer.MAX_VALUE;
  private static final int INT_DIGITS = 10;

  /** Digits of the longest value. */
  private static int integerDigits(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case TINYINT -> 3;
      case SMALLINT -> 5;
      case INTEGER -> INT_DIGITS;
      case BIGINT -> 19;
      default -> NO_INTEGER;
    };
  }

  private static boolean sameValues(LogicalType from, LogicalType to) {
    if (from.copy(true).equals(to.copy(true))) {
      return true;
    }
    // Precision of times is that of their text: the values are alike.
    boolean times =
        from.is(LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE)
            || from.is(LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE);
    return times && from.is(to.getTypeRoot());
  }

  @Nullable
  private static UnaryOperator<Object> toDecimal(LogicalType from, DecimalType to) {
    int precision = to.getPrecision();
    int scale = to.getScale();
    if (from instanceof DecimalType decimal) {
      boolean holds =
          decimal.getScale() <= scale
              && decimal.getPrecision() - decimal.getScale() <= precision - scale;
      return holds
          ? v -> DecimalData.fromBigDecimal(((DecimalData) v).toBigDecimal(), precision, scale)
          : null;
    }
    return integerDigits(from) <= precision - scale
        ? v ->
            DecimalData.fromBigDecimal(
                java.math.BigDecimal.valueOf(((Number) v).longValue()), precision, scale)
        : null;
  }
}
