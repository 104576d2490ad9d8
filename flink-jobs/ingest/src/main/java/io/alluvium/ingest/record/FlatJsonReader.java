package io.alluvium.ingest.record;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;

/**
 * Reads what most records are, flat objects of declared fields whose values fit, straight from
 * their bytes, in a fraction of the time that a parser takes. Whatever else a record has (an
 * unknown field, an escape, an object, an exponent, a mistake), it is left to {@link
 * JsonRecordDecoder}, which decides alone what is right. Not thread-safe.
 */
final class FlatJsonReader {
  private static final int MAX_DIGITS = 18;
  private static final long MAX_EXACT = 1L << 53;
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18
  };

  private final ColumnValues values;

  /** Of fields that are columns themselves: name and column. */
  private final byte[][] names;

  private final int[] columns;

  /** By its place in the last record, which field was there. */
  private final int[] order;

  private final boolean[] seen;

  private byte[] bytes = new byte[0];
  private int at;
  private int end;
  private boolean failed;

  FlatJsonReader(ColumnValues values, List<DeclaredColumn> declared) {
    this.values = values;
    int[] flat = new int[declared.size()];
    int count = 0;
    for (int i = 0; i < declared.size(); i++) {
      if (declared.get(i).path().size() == 1 && !declared.get(i).json()) {
        flat[count++] = i;
      }
    }
    columns = Arrays.copyOf(flat, count);
    names = new byte[count][];
    order = new int[count];
    seen = new boolean[count];
    for (int i = 0; i < count; i++) {
      names[i] = declared.get(columns[i]).path().get(0).getBytes(StandardCharsets.UTF_8);
      order[i] = i;
    }
  }

  /**
   * @param row whose declared columns are null
   * @return whether the whole record was read; else the row is undefined
   */
  boolean read(byte[] newBytes, int offset, int length, GenericRowData row) {
    bytes = newBytes;
    at = offset;
    end = offset + length;
    failed = false;
    Arrays.fill(seen, false);
    skipBlanks();
    if (!take('{')) {
      return false;
    }
    skipBlanks();
    if (take('}')) {
      return isAtEnd();
    }
    int place = 0;
    do {
      skipBlanks();
      int field = field(place++);
      if (field < 0 || seen[field]) {
        return false;
      }
      seen[field] = true;
      skipBlanks();
      if (!take(':')) {
        return false;
      }
      skipBlanks();
      row.setField(columns[field], value(columns[field]));
      if (failed) {
        return false;
      }
      skipBlanks();
    } while (take(','));
    return take('}') && isAtEnd();
  }

  private boolean isAtEnd() {
    skipBlanks();
    return at == end;
  }

  private void skipBlanks() {
    while (at < end) {
      byte blank = bytes[at];
      if (blank != ' ' && blank != '\n' && blank != '\r' && blank != '\t') {
        return;
      }
      at++;
    }
  }

  private boolean take(char expected) {
    if (at < end && bytes[at] == expected) {
      at++;
      return true;
    }
    return false;
  }

  /** Reads a name; -1 where it is none of the fields. */
  private int field(int place) {
    if (place >= order.length || !take('"')) {
      return -1;
    }
    if (isName(order[place])) {
      return order[place];
    }
    for (int i = 0; i < names.length; i++) {
      if (isName(i)) {
        order[place] = i;
        return i;
      }
    }
    return -1;
  }

  private boolean isName(int field) {
    byte[] name = names[field];
    int after = at + name.length;
    if (after >= end
        || bytes[after] != '"'
        || !Arrays.equals(bytes, at, after, name, 0, name.length)) {
      return false;
    }
    at = after + 1;
    return true;
  }

  @Nullable
  private Object fail() {
    failed = true;
    return null;
  }

  private Object orFail(@Nullable Object value) {
    return value == null ? fail() : value;
  }

  @Nullable
  private Object value(int column) {
    if (at >= end) {
      return fail();
    }
    ValueConversion conversion = values.conversion(column);
    return switch (bytes[at]) {
      case '"' -> text(values.column(column), conversion);
      case 't' -> literal("true") ? truth(conversion, true) : fail();
      case 'f' -> literal("false") ? truth(conversion, false) : fail();
      case 'n' -> literal("null") ? null : fail();
      default -> number(conversion);
    };
  }

  @Nullable
  private Object truth(ValueConversion conversion, boolean value) {
    return orFail(
        conversion.isText()
            ? conversion.fromText(Boolean.toString(value))
            : conversion.fromBoolean(value));
  }

  private boolean literal(String text) {
    if (at + text.length() > end) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[at + i] != text.charAt(i)) {
        return false;
      }
    }
    at += text.length();
    return true;
  }

  /** Texts of ASCII without escapes. */
  @Nullable
  private Object text(DeclaredColumn column, ValueConversion conversion) {
    int start = ++at;
    while (at < end && bytes[at] != '"') {
      if (bytes[at] < ' ' || bytes[at] == '\\') {
        return fail();
      }
      at++;
    }
    if (at >= end) {
      return fail();
    }
    int length = at++ - start;
    if (column.hasSpecialTexts()) {
      String text = new String(bytes, start, length, StandardCharsets.ISO_8859_1);
      if (column.isNull(text)) {
        return null;
      } else if (column.mapped(text) != null) {
        return fail();
      }
    }
    if (conversion.isAnyText()) {
      return StringData.fromBytes(Arrays.copyOfRange(bytes, start, start + length));
    }
    if (!conversion.takesText() && !column.textAccepted()) {
      return fail();
    }
    return orFail(
        conversion.fromText(new String(bytes, start, length, StandardCharsets.ISO_8859_1)));
  }

  @Nullable
  private Object number(ValueConversion conversion) {
    int start = at;
    boolean negative = take('-');
    int digitsStart = at;
    long digits = 0;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      digits = digits * 10 + bytes[at++] - '0';
    }
    int whole = at - digitsStart;
    if (whole == 0 || whole > MAX_DIGITS || (whole > 1 && bytes[digitsStart] == '0')) {
      return fail();
    }
    int scale = 0;
    if (take('.')) {
      int fractionStart = at;
      while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
        digits = digits * 10 + bytes[at++] - '0';
      }
      scale = at - fractionStart;
      if (scale == 0 || whole + scale > MAX_DIGITS) {
        return fail();
      }
    }
    if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
      return fail();
    }
    return orFail(number(conversion, negative ? -digits : digits, negative, scale, start));
  }

  @Nullable
  private Object number(
      ValueConversion conversion, long digits, boolean negative, int scale, int start) {
    if (conversion.isAnyText()) {
      return StringData.fromBytes(Arrays.copyOfRange(bytes, start, at));
    } else if (conversion.isText()) {
      return null;
    } else if (scale == 0) {
      return conversion.fromLong(digits);
    } else if (!conversion.isDouble()) {
      return conversion.fromDecimal(BigDecimal.valueOf(digits, scale));
    } else if (Math.abs(digits) >= MAX_EXACT) {
      return Double.valueOf(new String(bytes, start, at - start, StandardCharsets.ISO_8859_1));
    }
    // Both are exact, so that the quotient is the nearest double.
    double quotient = Math.abs(digits) / POWERS[scale];
    return negative ? -quotient : quotient;
  }
}
