package io.alluvium.cdc.debezium;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import javax.annotation.Nullable;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.kafka.connect.data.Schema;

/** Brings values of change events into Flink's internal forms. */
final class ConnectValues {

  private ConnectValues() {}

  /** Brings a value into one type. */
  @FunctionalInterface
  interface Conversion {
    /** Null where the type cannot hold the value. */
    @Nullable
    Object convert(Object value);
  }

  static Conversion to(LogicalType type, Schema schema) {
    return switch (type.getTypeRoot()) {
      case BOOLEAN, INTEGER, BIGINT, FLOAT, DOUBLE, DATE -> value -> value;
      case SMALLINT -> value -> ((Number) value).shortValue();
      case DECIMAL -> {
        int precision = ((DecimalType) type).getPrecision();
        int scale = ((DecimalType) type).getScale();
        yield value ->
            value instanceof BigDecimal number
                ? DecimalData.fromBigDecimal(number, precision, scale)
                : null;
      }
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> ConnectValues::instant;
      case VARBINARY -> ConnectText::bytes;
      default -> value -> StringData.fromString(text(value, schema));
    };
  }

  static String text(Object value, Schema schema) {
    String text = ConnectText.of(value, schema);
    return text == null ? ConnectJson.of(value, schema) : text;
  }

  @Nullable
  private static Object instant(Object value) {
    try {
      return TimestampData.fromInstant(OffsetDateTime.parse((String) value).toInstant());
    } catch (DateTimeException e) {
      // PostgreSQL's infinities.
      return null;
    }
  }
}
