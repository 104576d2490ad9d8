package io.alluvium.connectors.delta.source.filter;

import io.alluvium.connectors.delta.kernel.PartitionValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * Values in a form that can be compared and serialized: {@code Boolean}; {@code Long} for integers,
 * dates in days and timestamps in microseconds; {@code Double} without negative zero; {@code
 * BigDecimal}; {@code String}.
 */
@Internal
public final class PlainValue {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long MICROS_PER_MILLI = 1_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private PlainValue() {}

  /** As Flink and Delta order them: texts by their bytes. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static int compare(Comparable<?> one, Comparable<?> other) {
    if (one instanceof String text) {
      return Arrays.compareUnsigned(
          text.getBytes(StandardCharsets.UTF_8), ((String) other).getBytes(StandardCharsets.UTF_8));
    }
    return ((Comparable) one).compareTo(other);
  }

  /**
   * From Flink's internal form; empty for types without an order, and for NaN, which none of the
   * comparisons of SQL is true of.
   */
  public static Optional<Comparable<?>> of(LogicalType type, Object internal) {
    return Optional.ofNullable(
        switch (type.getTypeRoot()) {
          case BOOLEAN -> (Boolean) internal;
          case TINYINT, SMALLINT, INTEGER, BIGINT, DATE -> ((Number) internal).longValue();
          case FLOAT, DOUBLE -> ofDouble(((Number) internal).doubleValue());
          case DECIMAL -> ((DecimalData) internal).toBigDecimal();
          case CHAR, VARCHAR -> ((StringData) internal).toString();
          case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
              micros((TimestampData) internal);
          default -> null;
        });
  }

  private static Comparable<?> micros(TimestampData timestamp) {
    return timestamp.getMillisecond() * MICROS_PER_MILLI
        + timestamp.getNanoOfMillisecond() / NANOS_PER_MICRO;
  }

  @Nullable
  private static Comparable<?> ofDouble(double value) {
    return Double.isNaN(value) ? null : (Comparable<?>) (value + 0.0);
  }

  /** Back into Flink's internal form. */
  public static Object toInternal(LogicalType type, Comparable<?> value) {
    return switch (type.getTypeRoot()) {
      case TINYINT -> ((Long) value).byteValue();
      case SMALLINT -> ((Long) value).shortValue();
      case INTEGER, DATE -> ((Long) value).intValue();
      case FLOAT -> ((Double) value).floatValue();
      case DECIMAL ->
          DecimalData.fromBigDecimal(
              (BigDecimal) value,
              ((DecimalType) type).getPrecision(),
              ((DecimalType) type).getScale());
      case CHAR, VARCHAR -> StringData.fromString((String) value);
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          TimestampData.fromEpochMillis(
              Math.floorDiv((Long) value, MICROS_PER_MILLI),
              (int) Math.floorMod((Long) value, MICROS_PER_MILLI) * NANOS_PER_MICRO);
      default -> value;
    };
  }

  /** Of a partition; null where the partition is that of null. */
  @Nullable
  static Comparable<?> ofPartition(LogicalType type, @Nullable String text) {
    Object internal = PartitionValue.parse(type, text);
    return internal == null ? null : of(type, internal).orElse(null);
  }

  /** As statistics have it; empty where it cannot be told. */
  static Optional<Comparable<?>> ofStatistics(LogicalType type, Object json) {
    try {
      return Optional.ofNullable(
          switch (type.getTypeRoot()) {
            case BOOLEAN -> json instanceof Boolean ? (Boolean) json : null;
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                json instanceof BigDecimal number ? (Comparable<?>) number.longValueExact() : null;
            // Writers shorten floats to what tells them apart from other floats.
            case FLOAT -> json instanceof BigDecimal number ? ofDouble(number.floatValue()) : null;
            case DOUBLE ->
                json instanceof BigDecimal number ? ofDouble(number.doubleValue()) : null;
            case DECIMAL -> json instanceof BigDecimal number ? number : null;
            case CHAR, VARCHAR -> json instanceof String ? (String) json : null;
            case DATE ->
                json instanceof String text
                    ? (Comparable<?>) LocalDate.parse(text).toEpochDay()
                    : null;
            case TIMESTAMP_WITHOUT_TIME_ZONE ->
                json instanceof String text
                    ? (Comparable<?>) micros(LocalDateTime.parse(text).atOffset(ZoneOffset.UTC))
                    : null;
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                json instanceof String text
                    ? (Comparable<?>) micros(OffsetDateTime.parse(text))
                    : null;
            default -> null;
          });
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static long micros(OffsetDateTime time) {
    return time.toEpochSecond() * MICROS_PER_SECOND + time.getNano() / NANOS_PER_MICRO;
  }
}
