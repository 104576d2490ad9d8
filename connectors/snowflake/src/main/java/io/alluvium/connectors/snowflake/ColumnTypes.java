package io.alluvium.connectors.snowflake;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** Snowflake's types for those of Flink. */
final class ColumnTypes {
  /** Snowflake's bounds, in bytes. */
  static final int LONGEST_TEXT = 16_777_216;

  static final int LONGEST_BINARY = 8_388_608;

  /** A DOUBLE of so few decimals, as sums and prices are, needs no search for its digits. */
  private static final int FEW_DECIMALS = 4;

  private static final double FEW_DIGITS = 10_000;
  private static final double MOST_FEW_DIGITS = 1e11;

  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int MILLIS_PER_SECOND = 1_000;
  private static final Pattern VARCHAR =
      Pattern.compile("(?:VARCHAR|STRING|TEXT)(?:\\((\\d+)\\))?");

  /** What may stand in place of the default. */
  private static final Pattern OTHER_INSTANT =
      Pattern.compile("TIMESTAMP_(?:TZ|LTZ|NTZ)(?:\\([0-9]\\))?");

  private ColumnTypes() {}

  /**
   * @param asked by 'column.types'; null for the default
   * @throws ValidationException that names the column where there is no such type
   */
  static ColumnType of(RowType.RowField field, int index, @Nullable String asked) {
    String other = asked == null ? null : asked.toUpperCase(Locale.ROOT).replace(" ", "");
    LogicalType type = field.getType();
    return switch (type.getTypeRoot()) {
      case CHAR, VARCHAR -> text(field, index, other);
      case BOOLEAN ->
          only(
              field,
              other,
              ColumnType.cast(
                  "BOOLEAN", (row, into) -> into.plain(Boolean.toString(row.getBoolean(index)))));
      case TINYINT ->
          number(
              field, index, other, "NUMBER(3,0)", (row, into) -> into.number(row.getByte(index)));
      case SMALLINT ->
          number(
              field, index, other, "NUMBER(5,0)", (row, into) -> into.number(row.getShort(index)));
      case INTEGER ->
          number(
              field, index, other, "NUMBER(10,0)", (row, into) -> into.number(row.getInt(index)));
      case BIGINT ->
          number(
              field, index, other, "NUMBER(19,0)", (row, into) -> into.number(row.getLong(index)));
      case DECIMAL -> decimal(field, index, other);
      case FLOAT ->
          number(
              field, index, other, "FLOAT", (row, into) -> into.plain(number(row.getFloat(index))));
      case DOUBLE ->
          number(field, index, other, "FLOAT", (row, into) -> number(row.getDouble(index), into));
      case DATE ->
          only(
              field,
              other,
              ColumnType.cast(
                  "DATE",
                  (row, into) -> TimeText.date(LocalDate.ofEpochDay(row.getInt(index)), into)));
      case TIME_WITHOUT_TIME_ZONE ->
          only(
              field,
              other,
              ColumnType.cast(
                  "TIME(" + LogicalTypeChecks.getPrecision(type) + ")",
                  (row, into) -> time(row.getInt(index), into)));
      case TIMESTAMP_WITHOUT_TIME_ZONE -> timestamp(field, index, other);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> instant(field, index, other);
      case BINARY, VARBINARY -> only(field, other, binary(index));
      case ARRAY -> nested(field, index, other, "ARRAY");
      case ROW, MAP, MULTISET -> nested(field, index, other, "OBJECT");
      default -> throw none(field, "has no type in Snowflake; cast it to STRING");
    };
  }

  private static ColumnType text(RowType.RowField field, int index, @Nullable String other) {
    if ("VARIANT".equals(other) || "ARRAY".equals(other) || "OBJECT".equals(other)) {
      return ColumnType.json(
          other,
          new JsonText(
              (row, into) -> text(row, index, Integer.MAX_VALUE, into),
              index,
              other.equals("OBJECT")));
    }
    Matcher varchar = VARCHAR.matcher(other == null ? "VARCHAR" : other);
    if (!varchar.matches()) {
      throw none(field, "may be VARCHAR, VARCHAR(n), VARIANT, ARRAY or OBJECT, not " + other);
    }
    int longest = varchar.group(1) == null ? Integer.MAX_VALUE : Integer.parseInt(varchar.group(1));
    return ColumnType.cast(
        other == null ? "VARCHAR" : other, (row, into) -> text(row, index, longest, into));
  }

  private static void text(RowData row, int index, int longest, CsvBuffer into)
      throws BadValueException {
    StringData text = row.getString(index);
    String string = asString(text);
    if (string != null
        && string.length() <= Math.min(longest, LONGEST_TEXT)
        && into.quotedAscii(string)) {
      return;
    }
    byte[] utf8 = string != null ? string.getBytes(StandardCharsets.UTF_8) : text.toBytes();
    if (utf8.length > LONGEST_TEXT) {
      throw new BadValueException(
          utf8.length + " bytes are more than the " + LONGEST_TEXT + " that Snowflake takes");
    }
    if (utf8.length > longest) {
      String whole = text.toString();
      int characters = whole.codePointCount(0, whole.length());
      if (characters > longest) {
        throw new BadValueException(
            characters + " characters are more than the " + longest + " of the column");
      }
    }
    into.quoted(utf8);
  }

  /** The String that a text was made of, where it was not copied since; null otherwise. */
  @Nullable
  private static String asString(StringData text) {
    return text instanceof BinaryStringData binary && binary.getBinarySection() == null
        ? binary.getJavaObject()
        : null;
  }

  private static ColumnType number(
      RowType.RowField field,
      int index,
      @Nullable String other,
      String definition,
      ValueText text) {
    if (other == null || other.equals("FLOAT")) {
      return ColumnType.cast(other == null ? definition : other, text);
    }
    NumberRange range =
        NumberRange.of(other)
            .orElseThrow(
                () ->
                    none(
                        field, "may be NUMBER(p,s), of at most 38 digits, or FLOAT, not " + other));
    if (NumberRange.of(definition).filter(range::holds).isPresent()) {
      return ColumnType.cast(other, text);
    }
    RowData.FieldGetter getter = RowData.createFieldGetter(field.getType(), index);
    return ColumnType.cast(
        other,
        (row, into) -> {
          range.require(getter.getFieldOrNull(row));
          text.write(row, into);
        });
  }

  private static ColumnType decimal(RowType.RowField field, int index, @Nullable String other) {
    int precision = LogicalTypeChecks.getPrecision(field.getType());
    int scale = LogicalTypeChecks.getScale(field.getType());
    return number(
        field,
        index,
        other,
        "NUMBER(" + precision + "," + scale + ")",
        (row, into) ->
            into.plain(row.getDecimal(index, precision, scale).toBigDecimal().toPlainString()));
  }

  private static void number(double value, CsvBuffer into) {
    if (Double.isInfinite(value)) {
      into.plain(value > 0 ? "inf" : "-inf");
      return;
    }
    if (Math.abs(value) < MOST_FEW_DIGITS) {
      long scaled = Math.round(value * FEW_DIGITS);
      // The division is exact to the last bit, as is what reads the digits.
      if (scaled != 0 && scaled / FEW_DIGITS == value) {
        into.decimal(scaled, FEW_DECIMALS);
        return;
      }
    }
    into.plain(Double.toString(value));
  }

  private static String number(float value) {
    if (Float.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    return Float.toString(value);
  }

  private static void time(int millisOfDay, CsvBuffer into) {
    TimeText.time(
        millisOfDay / MILLIS_PER_SECOND, millisOfDay % MILLIS_PER_SECOND * NANOS_PER_MILLI, into);
  }

  private static ColumnType timestamp(RowType.RowField field, int index, @Nullable String other) {
    int precision = LogicalTypeChecks.getPrecision(field.getType());
    return only(
        field,
        other,
        ColumnType.cast(
            "TIMESTAMP_NTZ(" + precision + ")",
            (row, into) ->
                TimeText.timestamp(row.getTimestamp(index, precision).toLocalDateTime(), into)));
  }

  private static ColumnType instant(RowType.RowField field, int index, @Nullable String other) {
    int precision = LogicalTypeChecks.getPrecision(field.getType());
    if (other != null && !OTHER_INSTANT.matcher(other).matches()) {
      throw none(field, "may be TIMESTAMP_LTZ, TIMESTAMP_TZ or TIMESTAMP_NTZ, not " + other);
    }
    String definition = other == null ? "TIMESTAMP_LTZ(" + precision + ")" : other;
    boolean hasOffset = !definition.startsWith("TIMESTAMP_NTZ");
    return ColumnType.cast(
        definition,
        (row, into) -> {
          TimeText.timestamp(
              row.getTimestamp(index, precision)
                  .toInstant()
                  .atOffset(ZoneOffset.UTC)
                  .toLocalDateTime(),
              into);
          if (hasOffset) {
            into.plain("+00:00");
          }
        });
  }

  private static ColumnType binary(int index) {
    return new ColumnType(
        "BINARY",
        "TO_BINARY(%s, 'BASE64')",
        (row, into) -> {
          byte[] bytes = row.getBinary(index);
          if (bytes.length > LONGEST_BINARY) {
            throw new BadValueException(
                bytes.length + " bytes are more than the " + LONGEST_BINARY + " of a BINARY");
          }
          into.quoted(Base64.getEncoder().encode(bytes));
        });
  }

  private static ColumnType nested(
      RowType.RowField field, int index, @Nullable String other, String definition) {
    if (other != null && !other.equals("VARIANT") && !other.equals(definition)) {
      throw none(field, "may be " + definition + " or VARIANT, not " + other);
    }
    if (field.getType().getTypeRoot() == LogicalTypeRoot.MAP
        && !field.getType().getChildren().get(0).is(LogicalTypeFamily.CHARACTER_STRING)) {
      throw none(field, "has keys that are no texts; an OBJECT needs them");
    }
    return ColumnType.json(other == null ? definition : other, new JsonValue(field, index));
  }

  private static ColumnType only(RowType.RowField field, @Nullable String other, ColumnType type) {
    if (other != null && !other.equals(type.definition())) {
      throw none(field, "is " + type.definition() + " in Snowflake, and cannot be " + other);
    }
    return type;
  }

  private static ValidationException none(RowType.RowField field, String what) {
    return new ValidationException(
        "Column '"
            + field.getName()
            + "' of type "
            + field.getType().asSummaryString()
            + " "
            + what
            + ".");
  }
}
