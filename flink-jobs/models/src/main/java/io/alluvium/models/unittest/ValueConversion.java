package io.alluvium.models.unittest;

import io.alluvium.models.project.Origin;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.Row;

/** Makes values of Flink's external classes of what a test has written. Times are in UTC. */
final class ValueConversion {
  private final String column;
  private final Origin origin;

  private ValueConversion(String column, Origin origin) {
    this.column = column;
    this.origin = origin;
  }

  /**
   * @throws RuntimeException at the value's place, where it is none of the type
   */
  @Nullable
  static Object of(String column, LogicalType type, WrittenRow.Cell cell) {
    return new ValueConversion(column, cell.origin()).convert(type, cell.raw());
  }

  @Nullable
  private Object convert(LogicalType type, @Nullable Object raw) {
    if (raw == null || isOfQuery(raw)) {
      return raw;
    }
    try {
      return switch (type.getTypeRoot()) {
        case ARRAY -> array((ArrayType) type, raw);
        case MAP -> map((MapType) type, raw);
        case ROW -> row((RowType) type, raw);
        default -> {
          if (!(raw instanceof String text)) {
            throw wrong(type, raw);
          }
          yield scalar(type, text);
        }
      };
    } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
      throw wrong(type, raw);
    }
  }

  /** What a query has given is of its type already. */
  private static boolean isOfQuery(Object raw) {
    return !(raw instanceof String || raw instanceof List || raw instanceof Map);
  }

  private Object scalar(LogicalType type, String text) {
    String value = text.strip();
    return switch (type.getTypeRoot()) {
      case CHAR, VARCHAR -> text;
      case BOOLEAN -> bool(type, value);
      case TINYINT -> new BigDecimal(value).byteValueExact();
      case SMALLINT -> new BigDecimal(value).shortValueExact();
      case INTEGER -> new BigDecimal(value).intValueExact();
      case BIGINT -> new BigDecimal(value).longValueExact();
      case FLOAT -> Float.valueOf(value);
      case DOUBLE -> Double.valueOf(value);
      case DECIMAL ->
          new BigDecimal(value).setScale(((DecimalType) type).getScale(), RoundingMode.UNNECESSARY);
      case DATE -> LocalDate.parse(value);
      case TIME_WITHOUT_TIME_ZONE -> LocalTime.parse(value);
      case TIMESTAMP_WITHOUT_TIME_ZONE -> LocalDateTime.parse(withT(value));
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> instant(value);
      case BINARY, VARBINARY -> bytes(type, value);
      default ->
          throw origin.error(
              "column '"
                  + column
                  + "' is "
                  + type.asSummaryString()
                  + ", of which a test cannot give values; use format: sql");
    };
  }

  private Object bool(LogicalType type, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(type, value);
    };
  }

  private Object bytes(LogicalType type, String value) {
    try {
      return HexFormat.of().parseHex(value.startsWith("0x") ? value.substring(2) : value);
    } catch (IllegalArgumentException e) {
      throw wrong(type, value);
    }
  }

  /** With an offset, or else in UTC; a day alone is its beginning. */
  static Instant instant(String value) {
    String text = withT(value.strip());
    return text.matches(".*(?:Z|[+-]\\d\\d:?\\d\\d)$") && text.indexOf('T') > 0
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }

  private static String withT(String value) {
    String text = value.replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) (?=\\d)", "$1T");
    return text.indexOf('T') < 0 ? text + "T00:00" : text;
  }

  private Object array(ArrayType type, Object raw) {
    if (!(raw instanceof List<?> list)) {
      throw wrong(type, raw);
    }
    Class<?> element = type.getElementType().copy(true).getDefaultConversion();
    Object[] array = (Object[]) java.lang.reflect.Array.newInstance(element, list.size());
    for (int i = 0; i < array.length; i++) {
      array[i] = convert(type.getElementType(), list.get(i));
    }
    return array;
  }

  private Object map(MapType type, Object raw) {
    if (!(raw instanceof Map<?, ?> given)) {
      throw wrong(type, raw);
    }
    Map<Object, Object> map = new HashMap<>();
    given.forEach(
        (key, value) ->
            map.put(convert(type.getKeyType(), key), convert(type.getValueType(), value)));
    return map;
  }

  private Object row(RowType type, Object raw) {
    if (!(raw instanceof Map<?, ?> given)) {
      throw wrong(type, raw);
    }
    for (Object name : given.keySet()) {
      if (!type.getFieldNames().contains(name)) {
        throw origin.error("column '" + column + "' has no field '" + name + "'");
      }
    }
    Row row = new Row(type.getFieldCount());
    for (int i = 0; i < type.getFieldCount(); i++) {
      row.setField(i, convert(type.getTypeAt(i), given.get(type.getFieldNames().get(i))));
    }
    return row;
  }

  private RuntimeException wrong(LogicalType type, Object raw) {
    return origin.error(
        "'"
            + raw
            + "' is no "
            + type.copy(true).asSummaryString()
            + " for column '"
            + column
            + "'");
  }
}
