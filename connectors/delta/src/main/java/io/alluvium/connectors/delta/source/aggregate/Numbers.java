package io.alluvium.connectors.delta.source.aggregate;

import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;

/** Which types are computed with as 64-bit integers, and as doubles. */
final class Numbers {
  private static final long MICROS_PER_MILLI = 1_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private Numbers() {}

  static boolean isInteger(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT -> true;
      default -> false;
    };
  }

  static boolean isFloating(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case FLOAT, DOUBLE -> true;
      default -> false;
    };
  }

  /** Dates are days, timestamps microseconds since the epoch. */
  static boolean isTime(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case DATE, TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> true;
      default -> false;
    };
  }

  /** In Flink's internal form; what does not fit into an integer type wraps around, as in Flink. */
  static Object boxed(LogicalType type, long value) {
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> value != 0;
      case TINYINT -> (byte) value;
      case SMALLINT -> (short) value;
      case INTEGER, DATE -> (int) value;
      case BIGINT -> value;
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          TimestampData.fromEpochMillis(
              Math.floorDiv(value, MICROS_PER_MILLI),
              (int) Math.floorMod(value, MICROS_PER_MILLI) * NANOS_PER_MICRO);
      default -> throw new IllegalArgumentException("no 64-bit integers: " + type);
    };
  }

  /** In Flink's internal form. */
  static Object boxed(LogicalType type, double value) {
    return switch (type.getTypeRoot()) {
      case FLOAT -> (float) value;
      case DOUBLE -> value;
      default -> throw new IllegalArgumentException("no doubles: " + type);
    };
  }

  static long micros(TimestampData value) {
    return value.getMillisecond() * MICROS_PER_MILLI
        + value.getNanoOfMillisecond() / NANOS_PER_MICRO;
  }
}
