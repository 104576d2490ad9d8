package io.alluvium.models.seed;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.VarCharType;

/** Values of CSV as values of a table, and which type a column's values have. */
final class SeedType {
  /** As dbt has it, upper and lower case alike. */
  private static final Set<String> NULLS = Set.of("", "null");

  /** From the narrowest to the widest, which takes all. */
  private static final List<LogicalType> INFERRED =
      List.of(
          new BigIntType(),
          new DoubleType(),
          new DateType(),
          new LocalZonedTimestampType(6),
          new BooleanType(),
          new VarCharType(VarCharType.MAX_LENGTH));

  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd['T'][' ']HH:mm[:ss][.SSSSSS][.SSS]");

  private SeedType() {}

  static boolean isNull(String text) {
    return NULLS.contains(text.strip().toLowerCase(Locale.ROOT));
  }

  /** The narrowest type that all values have; text where there are none. */
  static LogicalType infer(List<String> values) {
    List<String> present = values.stream().filter(value -> !isNull(value)).toList();
    LogicalType text = INFERRED.get(INFERRED.size() - 1);
    if (present.isEmpty()) {
      return text;
    }
    return INFERRED.stream()
        .filter(type -> present.stream().allMatch(value -> fits(value, type)))
        .findFirst()
        .orElse(text);
  }

  private static boolean fits(String text, LogicalType type) {
    try {
      value(text, type);
      return true;
    } catch (IllegalArgumentException | DateTimeException e) {
      return false;
    }
  }

  /**
   * @throws IllegalArgumentException or {@link DateTimeException} where the text is no such value
   */
  @Nullable
  static Object value(String text, LogicalType type) {
    if (isNull(text)) {
      return null;
    }
    String plain = text.strip();
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> bool(plain);
      case TINYINT -> Byte.valueOf(plain);
      case SMALLINT -> Short.valueOf(plain);
      case INTEGER -> Integer.valueOf(plain);
      case BIGINT -> Long.valueOf(plain);
      case FLOAT -> Float.valueOf(number(plain));
      case DOUBLE -> Double.valueOf(number(plain));
      case DECIMAL -> decimal(plain, (DecimalType) type);
      case DATE -> (int) LocalDate.parse(plain).toEpochDay();
      case TIMESTAMP_WITHOUT_TIME_ZONE -> TimestampData.fromLocalDateTime(dateTime(plain));
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> instant(plain);
      case CHAR, VARCHAR -> StringData.fromString(text);
      default ->
          throw new IllegalArgumentException(
              "a seed has no values of type " + type.asSummaryString());
    };
  }

  private static boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  /** Java would also take 1d, NaN and hexadecimal numbers. */
  private static String number(String text) {
    return new BigDecimal(text).toString();
  }

  private static DecimalData decimal(String text, DecimalType type) {
    DecimalData decimal =
        DecimalData.fromBigDecimal(new BigDecimal(text), type.getPrecision(), type.getScale());
    if (decimal == null) {
      throw new IllegalArgumentException(text + " has too many digits");
    }
    return decimal;
  }

  private static LocalDateTime dateTime(String text) {
    return LocalDateTime.parse(text, DATE_TIME);
  }

  /** Without an offset it is UTC. */
  private static TimestampData instant(String text) {
    try {
      return TimestampData.fromInstant(OffsetDateTime.parse(text.replace(' ', 'T')).toInstant());
    } catch (DateTimeException e) {
      return TimestampData.fromInstant(dateTime(text).toInstant(ZoneOffset.UTC));
    }
  }
}
