package io.alluvium.ingest.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;

/**
 * Decodes records that are one JSON object each.
 *
 * <ul>
 *   <li>A value fits a column where its JSON type does: numbers for numbers, texts for texts, times
 *       and bytes. A number or a truth value in place of a text is kept as its text.
 *   <li>What does not fit is rescued, or the record is refused, as the column says; fields without
 *       a column are rescued, those of an object that has columns within such an object.
 *   <li>A field that occurs twice is refused.
 * </ul>
 */
final class JsonRecordDecoder implements RecordDecoder {
  private static final int MAX_NESTING_DEPTH = 64;
  private static final int MISSES_BEFORE_PAUSE = 8;
  private static final int PAUSE = 256;

  private final JsonFactory factory =
      JsonFactory.builder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_NESTING_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();
  private final ColumnValues values;
  private final FieldTree fields;
  private final RescuedFields rescued = new RescuedFields(factory);

  /** Null where the parser is to read all. */
  @Nullable private final FlatJsonReader flat;

  /** Records in a row that the quick reader could not read. */
  private int misses;

  /** Records that it is not asked for, as it could not read those before. */
  private int pause;

  /** By field id: the number of the record in which it was last seen. */
  private final long[] seen;

  private long record;

  JsonRecordDecoder(List<DeclaredColumn> columns) {
    this(columns, true);
  }

  /**
   * @param quick whether records that are flat are read without the parser; the outcome is the same
   */
  JsonRecordDecoder(List<DeclaredColumn> columns, boolean quick) {
    values = new ColumnValues(columns);
    fields = new FieldTree(columns);
    seen = new long[fields.size()];
    flat = quick ? new FlatJsonReader(values, columns) : null;
  }

  @Override
  @Nullable
  public StringData decode(byte[] bytes, int offset, int length, GenericRowData row)
      throws UnreadableRecordException {
    clear(row);
    if (isFlat(bytes, offset, length, row)) {
      values.checkRequired(row);
      return null;
    }
    record++;
    rescued.reset();
    try (JsonParser parser = factory.createParser(bytes, offset, length)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new UnreadableRecordException(ErrorClass.EMPTY, "the body is empty");
      }
      if (first != JsonToken.START_OBJECT) {
        throw new UnreadableRecordException(
            ErrorClass.MALFORMED, "not a JSON object but " + describe(first));
      }
      object(parser, fields.root(), row);
      if (parser.nextToken() != null) {
        throw new UnreadableRecordException(
            ErrorClass.MALFORMED, "not JSON: more follows the object");
      }
      values.checkRequired(row);
      return rescued.finish();
    } catch (JsonProcessingException e) {
      throw new UnreadableRecordException(
          ErrorClass.MALFORMED, "not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      // Malformed UTF-8, among others: there is no other input than the array.
      throw new UnreadableRecordException(ErrorClass.MALFORMED, "not JSON: " + e.getMessage());
    }
  }

  private void clear(GenericRowData row) {
    for (int i = 0; i < values.count(); i++) {
      row.setField(i, null);
    }
  }

  private boolean isFlat(byte[] bytes, int offset, int length, GenericRowData row) {
    if (flat == null) {
      return false;
    }
    if (pause > 0) {
      pause--;
      return false;
    }
    if (flat.read(bytes, offset, length, row)) {
      misses = 0;
      return true;
    }
    clear(row);
    if (++misses > MISSES_BEFORE_PAUSE) {
      pause = PAUSE;
    }
    return false;
  }

  private void object(JsonParser parser, FieldTree.Field parent, GenericRowData row)
      throws IOException, UnreadableRecordException {
    String name;
    while ((name = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      FieldTree.Field field = parent.child(name);
      if (field == null) {
        rescued.keep(name, parser);
        continue;
      }
      if (seen[field.id()] == record) {
        throw new UnreadableRecordException(
            ErrorClass.DUPLICATE_FIELD, "field '" + rescued.path(name) + "' occurs twice");
      }
      seen[field.id()] = record;
      if (field.column() >= 0) {
        row.setField(field.column(), value(parser, token, name, field.column()));
      } else if (token == JsonToken.START_OBJECT) {
        rescued.enter(name);
        object(parser, field, row);
        rescued.leave();
      } else if (token != JsonToken.VALUE_NULL) {
        rescued.keep(name, parser);
      }
    }
  }

  @Nullable
  private Object value(JsonParser parser, JsonToken token, String name, int index)
      throws IOException, UnreadableRecordException {
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    DeclaredColumn column = values.column(index);
    if (column.json()) {
      return json(parser);
    }
    ValueConversion conversion = values.conversion(index);
    Object value;
    if (token == JsonToken.VALUE_STRING && column.hasSpecialTexts()) {
      String text = parser.getText();
      if (column.isNull(text)) {
        return null;
      }
      String mapped = column.mapped(text);
      if (mapped == null) {
        value = text(conversion, column, text);
      } else {
        value = conversion.fromText(mapped);
        if (value != null) {
          rescued.keep(name, text);
        }
      }
    } else if (conversion.isText()) {
      value = token.isScalarValue() ? conversion.fromText(parser.getText()) : null;
    } else {
      value =
          switch (token) {
            case VALUE_NUMBER_INT -> whole(parser, conversion);
            case VALUE_NUMBER_FLOAT ->
                conversion.isDouble()
                    ? conversion.fromDouble(parser.getDoubleValue())
                    : conversion.fromDecimal(parser.getDecimalValue());
            case VALUE_TRUE, VALUE_FALSE -> conversion.fromBoolean(token == JsonToken.VALUE_TRUE);
            case VALUE_STRING -> text(conversion, column, parser.getText());
            default -> null;
          };
    }
    if (value == null) {
      if (column.rejects()) {
        values.misfit(index, describe(parser, token));
      }
      rescued.keep(name, parser);
    }
    return value;
  }

  @Nullable
  private static Object text(ValueConversion conversion, DeclaredColumn column, String text) {
    return conversion.takesText() || column.textAccepted() ? conversion.fromText(text) : null;
  }

  @Nullable
  private static Object whole(JsonParser parser, ValueConversion conversion) throws IOException {
    if (conversion.isDouble()) {
      return conversion.fromDouble(parser.getDoubleValue());
    }
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? conversion.fromDecimal(parser.getDecimalValue())
        : conversion.fromLong(parser.getLongValue());
  }

  private StringData json(JsonParser parser) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = factory.createGenerator(text)) {
      RescuedFields.copy(parser, generator);
    }
    return StringData.fromString(text.toString());
  }

  private static String describe(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_STRING -> "the text '" + UnreadableRecordException.excerpt(parser.getText()) + "'";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          "the number " + UnreadableRecordException.excerpt(parser.getText());
      default -> describe(token);
    };
  }

  private static String describe(JsonToken token) {
    return switch (token) {
      case START_ARRAY -> "an array";
      case START_OBJECT -> "an object";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a truth value";
      default -> "null";
    };
  }
}
