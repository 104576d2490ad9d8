package io.alluvium.models.quality;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;

/** Values of YAML as SQL. */
final class SqlLiterals {
  private static final Pattern MOMENT =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?)?");

  private SqlLiterals() {}

  static String text(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /**
   * A value to compare a column with.
   *
   * @param quoted whether a text is a value, and not an expression
   */
  static String value(Object value, boolean quoted, LogicalType type) {
    if (type.is(LogicalTypeFamily.CHARACTER_STRING)) {
      return quoted || !(value instanceof String) ? text(plain(value)) : value.toString();
    } else if (value instanceof String && quoted) {
      return cast(value.toString(), type);
    }
    return plain(value);
  }

  /** A number, a moment, or an expression. */
  static String bound(Object value, LogicalType type) {
    if (value instanceof String moment
        && MOMENT.matcher(moment).matches()
        && type.is(LogicalTypeFamily.DATETIME)) {
      return cast(moment.replace('T', ' '), type);
    }
    return plain(value);
  }

  private static String cast(String text, LogicalType type) {
    return "CAST(" + text(text) + " AS " + type.copy(true).asSummaryString() + ")";
  }

  /** Without an exponent, which would make a decimal a double. */
  static String plain(Object value) {
    return value instanceof Double number
        ? BigDecimal.valueOf(number).toPlainString()
        : String.valueOf(value);
  }
}
