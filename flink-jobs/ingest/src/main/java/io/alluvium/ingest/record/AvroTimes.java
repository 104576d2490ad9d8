package io.alluvium.ingest.record;

import javax.annotation.Nullable;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;

/** Avro's logical types of times. */
final class AvroTimes {
  private static final long MILLIS = 1_000;
  private static final long MICROS = 1_000_000;
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private AvroTimes() {}

  /** Null where the value is no time, or not of the column's kind. */
  @Nullable
  static Object convert(
      LogicalType logical, Object value, TimeConversions.TimeConversion conversion) {
    if (logical instanceof LogicalTypes.Date && value instanceof Integer day) {
      return conversion instanceof TimeConversions.DateConversion ? day : null;
    }
    if (!(value instanceof Long number)) {
      return null;
    }
    boolean local = conversion instanceof TimeConversions.LocalTimeConversion;
    boolean instant = conversion instanceof TimeConversions.InstantConversion;
    if (instant && logical instanceof LogicalTypes.TimestampMillis
        || local && logical instanceof LogicalTypes.LocalTimestampMillis) {
      return conversion.fromEpoch(
          Math.floorDiv(number, MILLIS), (int) Math.floorMod(number, MILLIS) * NANOS_PER_MILLI);
    }
    if (instant && logical instanceof LogicalTypes.TimestampMicros
        || local && logical instanceof LogicalTypes.LocalTimestampMicros) {
      return conversion.fromEpoch(
          Math.floorDiv(number, MICROS), (int) Math.floorMod(number, MICROS) * NANOS_PER_MICRO);
    }
    return null;
  }
}
