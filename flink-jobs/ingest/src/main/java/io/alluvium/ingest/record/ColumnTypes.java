package io.alluvium.ingest.record;

import java.util.Base64;
import java.util.Locale;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;

/** The types that a declared column can have, by their SQL names. */
public final class ColumnTypes {
  /** The names, for messages. */
  public static final String NAMES =
      "STRING, BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL(p, s), DATE,"
          + " TIMESTAMP(p), TIMESTAMP_LTZ(p) with p up to 6, BYTES";

  private static final int MAX_TIME_PRECISION = 6;

  private ColumnTypes() {}

  /**
   * @param name of a type in SQL
   * @throws IllegalArgumentException where it is none, or none that a declared column can have
   */
  public static LogicalType parse(String name) {
    LogicalType type;
    try {
      type = LogicalTypeParser.parse(name, ColumnTypes.class.getClassLoader());
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(refusal(name), e);
    }
    boolean possible =
        switch (type.getTypeRoot()) {
          case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, FLOAT, DOUBLE, DECIMAL, DATE -> true;
          case VARCHAR -> ((VarCharType) type).getLength() == VarCharType.MAX_LENGTH;
          case VARBINARY -> ((VarBinaryType) type).getLength() == VarBinaryType.MAX_LENGTH;
          case TIMESTAMP_WITHOUT_TIME_ZONE ->
              ((TimestampType) type).getPrecision() <= MAX_TIME_PRECISION;
          case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
              ((LocalZonedTimestampType) type).getPrecision() <= MAX_TIME_PRECISION;
          default -> false;
        };
    if (!possible) {
      throw new IllegalArgumentException(refusal(name));
    }
    return type.copy(true);
  }

  private static String refusal(String name) {
    return "'" + name + "' is no type that a column can have: " + NAMES;
  }

  static ValueConversion conversion(DeclaredColumn column) {
    LogicalType type = column.type();
    return switch (type.getTypeRoot()) {
      case VARCHAR, CHAR ->
          column.time().pattern() == null
              ? new TextConversion()
              : new TimeConversions.TimeTextConversion(column.time());
      case BOOLEAN -> new BooleanConversion();
      case TINYINT ->
          NumberConversions.integer(Byte.MIN_VALUE, Byte.MAX_VALUE, value -> (byte) value);
      case SMALLINT ->
          NumberConversions.integer(Short.MIN_VALUE, Short.MAX_VALUE, value -> (short) value);
      case INTEGER ->
          NumberConversions.integer(Integer.MIN_VALUE, Integer.MAX_VALUE, value -> (int) value);
      case BIGINT -> NumberConversions.integer(Long.MIN_VALUE, Long.MAX_VALUE, value -> value);
      case FLOAT -> new NumberConversions.FloatConversion();
      case DOUBLE -> new NumberConversions.DoubleConversion();
      case DECIMAL -> new NumberConversions.DecimalConversion((DecimalType) type);
      case DATE -> new TimeConversions.DateConversion(column.time());
      case TIMESTAMP_WITHOUT_TIME_ZONE ->
          new TimeConversions.LocalTimeConversion(
              column.time(), ((TimestampType) type).getPrecision());
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          new TimeConversions.InstantConversion(
              column.time(), ((LocalZonedTimestampType) type).getPrecision());
      case VARBINARY, BINARY -> new BytesConversion();
      default -> throw new IllegalArgumentException(refusal(type.asSummaryString()));
    };
  }

  /** A number or a truth value is kept as its text. */
  private static final class TextConversion extends ValueConversion {
    @Override
    Object fromText(String text) {
      return StringData.fromString(text);
    }

    @Override
    String expected() {
      return "a text";
    }

    @Override
    boolean isText() {
      return true;
    }

    @Override
    boolean isAnyText() {
      return true;
    }

    @Override
    boolean takesText() {
      return true;
    }
  }

  private static final class BooleanConversion extends ValueConversion {
    @Override
    Object fromText(String text) {
      return switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "true" -> true;
        case "false" -> false;
        default -> null;
      };
    }

    @Override
    Object fromBoolean(boolean value) {
      return value;
    }

    @Override
    String expected() {
      return "a truth value";
    }
  }

  private static final class BytesConversion extends ValueConversion {
    @Override
    Object fromText(String text) {
      try {
        return Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        return null;
      }
    }

    @Override
    Object fromBytes(byte[] value) {
      return value;
    }

    @Override
    String expected() {
      return "Base64";
    }

    @Override
    boolean takesText() {
      return true;
    }
  }
}
