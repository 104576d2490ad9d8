package io.alluvium.local.snowflake;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import javax.annotation.Nullable;

/** A column of a result, in Snowflake's types and the texts that the driver reads. */
record ResultColumn(String name, String type, int precision, int scale) {
  private static final int NANO_DIGITS = 9;

  static ResultColumn of(ResultSetMetaData columns, int index) throws SQLException {
    String name = columns.getColumnLabel(index);
    String duck = columns.getColumnTypeName(index);
    if (duck.startsWith("DECIMAL")) {
      return new ResultColumn(name, "fixed", columns.getPrecision(index), columns.getScale(index));
    }
    return switch (duck) {
      case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT" ->
          new ResultColumn(name, "fixed", 38, 0);
      case "BOOLEAN" -> new ResultColumn(name, "boolean", 0, 0);
      case "FLOAT", "DOUBLE" -> new ResultColumn(name, "real", 0, 0);
      case "VARCHAR" -> new ResultColumn(name, "text", 0, 0);
      case "JSON" -> new ResultColumn(name, "variant", 0, 0);
      case "BLOB" -> new ResultColumn(name, "binary", 0, 0);
      case "DATE" -> new ResultColumn(name, "date", 0, 0);
      case "TIME" -> new ResultColumn(name, "time", 0, NANO_DIGITS);
      case "TIMESTAMP" -> new ResultColumn(name, "timestamp_ntz", 0, NANO_DIGITS);
      case "TIMESTAMP WITH TIME ZONE" -> new ResultColumn(name, "timestamp_ltz", 0, NANO_DIGITS);
      default -> throw SnowflakeError.unsupported("a result of DuckDB's type " + duck);
    };
  }

  @Nullable
  String text(ResultSet rows, int index) throws SQLException {
    Object value = type.equals("binary") ? rows.getBytes(index) : rows.getObject(index);
    if (value == null || rows.wasNull()) {
      return null;
    }
    return switch (type) {
      case "fixed" ->
          value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
      case "boolean" -> (Boolean) value ? "1" : "0";
      case "binary" -> HexFormat.of().withUpperCase().formatHex((byte[]) value);
      case "date" -> Long.toString(((LocalDate) value).toEpochDay());
      case "time" -> seconds(0, ((LocalTime) value).toNanoOfDay());
      case "timestamp_ntz" -> {
        LocalDateTime time = rows.getObject(index, LocalDateTime.class);
        yield seconds(time.toEpochSecond(ZoneOffset.UTC), time.getNano());
      }
      case "timestamp_ltz" -> {
        OffsetDateTime time = rows.getObject(index, OffsetDateTime.class);
        yield seconds(time.toEpochSecond(), time.getNano());
      }
      default -> value.toString();
    };
  }

  private static String seconds(long seconds, long nanos) {
    return BigDecimal.valueOf(nanos, NANO_DIGITS).add(BigDecimal.valueOf(seconds)).toPlainString();
  }
}
