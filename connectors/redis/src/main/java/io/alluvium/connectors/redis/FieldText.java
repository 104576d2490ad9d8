package io.alluvium.connectors.redis;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Base64;
import java.util.Optional;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** How the value of a column is written as text. The value is not null. */
@FunctionalInterface
interface FieldText extends Serializable {
  long NANOS_PER_MILLI = 1_000_000L;

  String of(RowData row);

  /**
   * @return empty where the type has no text form
   */
  static Optional<FieldText> of(LogicalType type, int index) {
    FieldText text =
        switch (type.getTypeRoot()) {
          case CHAR, VARCHAR -> row -> row.getString(index).toString();
          case BOOLEAN -> row -> Boolean.toString(row.getBoolean(index));
          case TINYINT -> row -> Byte.toString(row.getByte(index));
          case SMALLINT -> row -> Short.toString(row.getShort(index));
          case INTEGER -> row -> Integer.toString(row.getInt(index));
          case BIGINT -> row -> Long.toString(row.getLong(index));
          case FLOAT -> row -> Float.toString(row.getFloat(index));
          case DOUBLE -> row -> Double.toString(row.getDouble(index));
          case DATE -> row -> LocalDate.ofEpochDay(row.getInt(index)).toString();
          case TIME_WITHOUT_TIME_ZONE ->
              row -> LocalTime.ofNanoOfDay(row.getInt(index) * NANOS_PER_MILLI).toString();
          case DECIMAL -> decimal(type, index);
          case TIMESTAMP_WITHOUT_TIME_ZONE -> timestamp(type, index);
          case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> instant(type, index);
          case BINARY, VARBINARY -> row -> Base64.getEncoder().encodeToString(row.getBinary(index));
          default -> null;
        };
    return Optional.ofNullable(text);
  }

  private static FieldText decimal(LogicalType type, int index) {
    int precision = LogicalTypeChecks.getPrecision(type);
    int scale = LogicalTypeChecks.getScale(type);
    return row -> row.getDecimal(index, precision, scale).toBigDecimal().toPlainString();
  }

  private static FieldText timestamp(LogicalType type, int index) {
    int precision = LogicalTypeChecks.getPrecision(type);
    return row -> row.getTimestamp(index, precision).toLocalDateTime().toString();
  }

  private static FieldText instant(LogicalType type, int index) {
    int precision = LogicalTypeChecks.getPrecision(type);
    return row -> row.getTimestamp(index, precision).toInstant().toString();
  }
}
