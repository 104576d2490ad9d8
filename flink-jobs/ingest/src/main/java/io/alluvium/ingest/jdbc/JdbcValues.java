package io.alluvium.ingest.jdbc;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DecimalType;

/**
 * Reads rows of a result. A value that its column cannot hold (NaN in a decimal, an infinite date)
 * is kept as text beside the columns.
 */
final class JdbcValues {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LAST_YEAR = 9999;

  /** Begins the type's name of a column of that many bits, as text. */
  static final String BITS = "bits ";

  /** MySQL's time that is none. */
  private static final String ZERO_TIME = "0000-00-00";

  private final List<JdbcColumn> columns;

  JdbcValues(List<JdbcColumn> columns) {
    this.columns = columns;
  }

  /**
   * Sets the first fields of the row.
   *
   * @return JSON of what the columns do not hold; null where there is none
   */
  @Nullable
  StringData read(ResultSet result, GenericRowData row) throws SQLException {
    ObjectNode rescued = null;
    for (int i = 0; i < columns.size(); i++) {
      String text = result.getString(i + 1);
      Object value = text == null ? null : value(result, i, text);
      row.setField(i, value);
      if (text != null && value == null) {
        rescued = rescued == null ? JSON.createObjectNode() : rescued;
        rescued.put(columns.get(i).name(), text);
      }
    }
    return rescued == null ? null : StringData.fromString(rescued.toString());
  }

  @Nullable
  private Object value(ResultSet result, int index, String text) throws SQLException {
    JdbcColumn column = columns.get(index);
    int at = index + 1;
    return switch (column.type().getTypeRoot()) {
      case BOOLEAN -> result.getBoolean(at);
      case SMALLINT -> result.getShort(at);
      case INTEGER -> result.getInt(at);
      case BIGINT -> result.getLong(at);
      case FLOAT -> result.getFloat(at);
      case DOUBLE -> result.getDouble(at);
      case DECIMAL -> decimal(text, (DecimalType) column.type());
      case DATE -> date(text);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          text.startsWith(ZERO_TIME) ? null : instant(result, at);
      case VARBINARY -> result.getBytes(at);
      default -> StringData.fromString(text(result, column, at, text));
    };
  }

  @Nullable
  private static Object decimal(String text, DecimalType type) {
    try {
      return DecimalData.fromBigDecimal(
          new BigDecimal(text).setScale(type.getScale()), type.getPrecision(), type.getScale());
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  @Nullable
  private static Object date(String text) {
    try {
      return (int) LocalDate.parse(text).toEpochDay();
    } catch (DateTimeException e) {
      return null;
    }
  }

  @Nullable
  private static Object instant(ResultSet result, int at) throws SQLException {
    OffsetDateTime time = result.getObject(at, OffsetDateTime.class);
    return Math.abs((long) time.getYear()) > LAST_YEAR
        ? null
        : TimestampData.fromInstant(time.toInstant());
  }

  private static String text(ResultSet result, JdbcColumn column, int at, String text)
      throws SQLException {
    if (column.typeName().startsWith("_")) {
      Array array = result.getArray(at);
      try {
        return json(array.getArray()).toString();
      } finally {
        array.free();
      }
    }
    if (column.typeName().startsWith(BITS)) {
      int width = Integer.parseInt(column.typeName().substring(BITS.length()));
      String bits = new BigInteger(1, result.getBytes(at)).toString(2);
      return "0".repeat(Math.max(0, width - bits.length())) + bits;
    }
    if (column.typeName().equals("numeric") && !text.matches(".*[a-zA-Z].*")) {
      BigDecimal number = new BigDecimal(text).stripTrailingZeros();
      return number.toPlainString();
    }
    return text;
  }

  private static ArrayNode json(Object array) {
    ArrayNode node = JSON.createArrayNode();
    int length = java.lang.reflect.Array.getLength(array);
    for (int i = 0; i < length; i++) {
      Object element = java.lang.reflect.Array.get(array, i);
      if (element == null) {
        node.addNull();
      } else if (element.getClass().isArray() && !(element instanceof byte[])) {
        node.add(json(element));
      } else if (element instanceof Integer
          || element instanceof Long
          || element instanceof Short) {
        node.add(((Number) element).longValue());
      } else if (element instanceof Boolean truth) {
        node.add(truth);
      } else if (element instanceof BigDecimal number) {
        node.add(number);
      } else if (element instanceof Double || element instanceof Float) {
        node.add(((Number) element).doubleValue());
      } else {
        node.add(element.toString());
      }
    }
    return node;
  }
}
