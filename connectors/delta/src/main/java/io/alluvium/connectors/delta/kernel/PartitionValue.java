package io.alluvium.connectors.delta.kernel;

import io.alluvium.connectors.delta.DeltaException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * Values of partition columns in the text form of the protocol ("Partition Value Serialization").
 */
@Internal
public final class PartitionValue {
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter();

  private PartitionValue() {}

  /**
   * The value in Flink's internal form; null for a null text and, as the protocol says, for an
   * empty one.
   */
  @Nullable
  public static Object parse(LogicalType type, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return switch (type.getTypeRoot()) {
        case BOOLEAN -> Boolean.valueOf(text);
        case TINYINT -> Byte.valueOf(text);
        case SMALLINT -> Short.valueOf(text);
        case INTEGER -> Integer.valueOf(text);
        case BIGINT -> Long.valueOf(text);
        case FLOAT -> Float.valueOf(text);
        case DOUBLE -> Double.valueOf(text);
        case DECIMAL -> {
          DecimalType decimal = (DecimalType) type;
          yield DecimalData.fromBigDecimal(
              new BigDecimal(text), decimal.getPrecision(), decimal.getScale());
        }
        case DATE -> (int) LocalDate.parse(text).toEpochDay();
        case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> timestamp(text);
        case CHAR, VARCHAR -> StringData.fromString(text);
        case BINARY, VARBINARY -> text.getBytes(StandardCharsets.UTF_8);
        default ->
            throw new DeltaException("Delta has no partition columns of the type " + type + ".");
      };
    } catch (NumberFormatException | DateTimeException e) {
      throw new DeltaException("The partition value '" + text + "' is not of type " + type, e);
    }
  }

  private static TimestampData timestamp(String text) {
    if (text.endsWith("Z")) {
      return TimestampData.fromInstant(Instant.parse(text));
    }
    LocalDateTime time =
        text.indexOf('T') > 0 ? LocalDateTime.parse(text) : LocalDateTime.parse(text, TIMESTAMP);
    return TimestampData.fromInstant(time.toInstant(ZoneOffset.UTC));
  }
}
