package io.alluvium.cdc;

import io.debezium.time.Date;
import io.debezium.time.ZonedTimestamp;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import javax.annotation.Nullable;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.kafka.connect.data.Schema;

/** The conversions into each type that a bronze column can have. */
final class ColumnConversions {

  private ColumnConversions() {}

  static ColumnConversion to(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case VARCHAR -> ColumnConversions::text;
      case BOOLEAN -> (value, schema) -> value instanceof Boolean ? value : null;
      case TINYINT -> (value, schema) -> integer(value, schema, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SMALLINT -> (value, schema) -> integer(value, schema, Short.MIN_VALUE, Short.MAX_VALUE);
      case INTEGER ->
          (value, schema) -> integer(value, schema, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case BIGINT -> (value, schema) -> integer(value, schema, Long.MIN_VALUE, Long.MAX_VALUE);
      case FLOAT -> (value, schema) -> value instanceof Float ? value : null;
      case DOUBLE -> ColumnConversions::doubleNumber;
      case DECIMAL -> {
        DecimalType decimal = (DecimalType) type;
        int precision = decimal.getPrecision();
        int scale = decimal.getScale();
        yield (value, schema) -> decimal(value, schema, precision, scale);
      }
      case DATE ->
          (value, schema) ->
              value instanceof Integer && Date.SCHEMA_NAME.equals(schema.name()) ? value : null;
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> ColumnConversions::instant;
      case VARBINARY -> (value, schema) -> ConnectText.bytes(value);
      // A column of a type that this job does not create: all its values are rescued.
      default -> (value, schema) -> null;
    };
  }

  private static Object text(Object value, Schema schema) {
    String text = ConnectText.of(value, schema);
    return StringData.fromString(text == null ? ConnectJson.of(value, schema) : text);
  }

  @Nullable
  private static Object integer(Object value, Schema schema, long least, long most) {
    boolean whole =
        schema.name() == null
            && (value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte);
    if (!whole) {
      return null;
    }
    long number = ((Number) value).longValue();
    if (number < least || number > most) {
      return null;
    }
    if (most == Long.MAX_VALUE) {
      return number;
    } else if (most == Integer.MAX_VALUE) {
      return (int) number;
    } else if (most == Short.MAX_VALUE) {
      return (short) number;
    }
    return (byte) number;
  }

  @Nullable
  private static Object doubleNumber(Object value, Schema schema) {
    if (value instanceof Double) {
      return value;
    }
    BigDecimal exact = exact(value, schema);
    if (exact == null) {
      return null;
    }
    double number = exact.doubleValue();
    boolean same = Double.isFinite(number) && BigDecimal.valueOf(number).compareTo(exact) == 0;
    return same ? number : null;
  }

  @Nullable
  private static Object decimal(Object value, Schema schema, int precision, int scale) {
    BigDecimal exact = exact(value, schema);
    if (exact == null || exact.stripTrailingZeros().scale() > scale) {
      return null;
    }
    return DecimalData.fromBigDecimal(
        exact.setScale(scale, RoundingMode.UNNECESSARY), precision, scale);
  }

  @Nullable
  private static BigDecimal exact(Object value, Schema schema) {
    boolean number =
        value instanceof Number && !(value instanceof Double || value instanceof Float);
    boolean numeric =
        value instanceof BigDecimal
            || (number && schema.name() == null)
            || io.debezium.data.VariableScaleDecimal.LOGICAL_NAME.equals(schema.name());
    String text = numeric ? ConnectText.of(value, schema) : null;
    try {
      return text == null ? null : new BigDecimal(text);
    } catch (NumberFormatException e) {
      // NaN and the infinities.
      return null;
    }
  }

  @Nullable
  private static Object instant(Object value, Schema schema) {
    if (!(value instanceof String text) || !ZonedTimestamp.SCHEMA_NAME.equals(schema.name())) {
      return null;
    }
    try {
      return TimestampData.fromInstant(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      // PostgreSQL's infinities.
      return null;
    }
  }
}
