package io.alluvium.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;

/**
 * Reads the JSON body of a device's message into the body columns and {@code _rescued} of a {@link
 * Reading}.
 *
 * <ul>
 *   <li>A body is one JSON object with a {@code station} and a {@code date_utc}.
 *   <li>Numbers are kept as sent. In place of a number, null, a dash or nothing is null; {@code
 *       Calm} in place of the wind's speed is 0 and is kept in {@code _rescued}; any other text is
 *       refused, also that of a number: which of its forms was meant is not ours to guess.
 *   <li>In place of text, a number or a truth value is kept as its text; an object or an array is
 *       kept in {@code _rescued}.
 *   <li>Fields without a column are kept in {@code _rescued}. A field that occurs twice is refused.
 * </ul>
 *
 * <p>Not thread-safe.
 */
final class ReadingDecoder {
  private static final int MAX_NESTING_DEPTH = 64;
  private static final int LONGEST_EXCERPT = 40;

  private final JsonFactory factory =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING_DEPTH).build())
          .build();
  private final int maxBytes;

  ReadingDecoder(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The other metadata columns are left for the caller. */
  GenericRowData decode(@Nullable byte[] body) throws UnreadableException {
    if (body == null) {
      throw new UnreadableException("the message has no body");
    }
    if (body.length > maxBytes) {
      throw new UnreadableException(
          "the body has " + body.length + " bytes, more than max.message.bytes = " + maxBytes);
    }
    try (JsonParser parser = factory.createParser(body)) {
      return decode(parser);
    } catch (JsonProcessingException e) {
      throw new UnreadableException("not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      // Malformed UTF-8, among others: there is no other input than the array.
      throw new UnreadableException("not JSON: " + e.getMessage());
    }
  }

  private GenericRowData decode(JsonParser parser) throws IOException, UnreadableException {
    JsonToken first = parser.nextToken();
    if (first != JsonToken.START_OBJECT) {
      throw new UnreadableException(
          first == null ? "the body is empty" : "not a JSON object but " + describe(first));
    }
    GenericRowData row = new GenericRowData(Reading.ROW_TYPE.getFieldCount());
    RescuedFields rescued = new RescuedFields(factory);
    int seen = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      Integer index = Reading.INDEXES.get(name);
      JsonToken token = parser.nextToken();
      if (index == null) {
        rescued.keep(name, parser);
        continue;
      }
      if ((seen & 1 << index) != 0) {
        throw new UnreadableException("field '" + name + "' occurs twice");
      }
      seen |= 1 << index;
      row.setField(
          index,
          Reading.isNumber(index)
              ? number(parser, token, index, rescued)
              : text(parser, token, name, rescued));
    }
    if (parser.nextToken() != null) {
      throw new UnreadableException("not JSON: more follows the object");
    }
    require(row, Reading.STATION);
    require(row, Reading.DATE_UTC);
    String date = row.getString(Reading.DATE_UTC).toString();
    if (!UtcTimeText.isValid(date)) {
      throw new UnreadableException(
          "field 'date_utc' is '" + excerpt(date) + "', not a time as yyyy-MM-dd HH:mm:ss");
    }
    row.setField(Reading.RESCUED, StringData.fromString(rescued.toJson()));
    return row;
  }

  @Nullable
  private static Double number(JsonParser parser, JsonToken token, int index, RescuedFields rescued)
      throws IOException, UnreadableException {
    switch (token) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        double number = parser.getDoubleValue();
        if (Double.isInfinite(number)) {
          throw new UnreadableException("field '" + Reading.name(index) + "' is out of range");
        }
        return number;
      }
      case VALUE_NULL -> {
        return null;
      }
      case VALUE_STRING -> {
        String text = parser.getText().strip();
        if (text.isEmpty() || text.equals("-")) {
          return null;
        }
        if (index == Reading.WIND_SPEED && text.equalsIgnoreCase("Calm")) {
          rescued.keep(Reading.name(index), parser.getText());
          return 0.0;
        }
        throw new UnreadableException(
            "field '"
                + Reading.name(index)
                + "' is the text '"
                + excerpt(text)
                + "', not a number");
      }
      default ->
          throw new UnreadableException(
              "field '" + Reading.name(index) + "' is " + describe(token) + ", not a number");
    }
  }

  @Nullable
  private static StringData text(
      JsonParser parser, JsonToken token, String name, RescuedFields rescued)
      throws IOException, UnreadableException {
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token.isScalarValue()) {
      return StringData.fromString(parser.getText());
    }
    rescued.keep(name, parser);
    return null;
  }

  private static void require(GenericRowData row, int index) throws UnreadableException {
    StringData value = row.isNullAt(index) ? null : row.getString(index);
    if (value == null || value.toString().isBlank()) {
      throw new UnreadableException("field '" + Reading.name(index) + "' is missing or blank");
    }
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

  private static String excerpt(String text) {
    return text.length() <= LONGEST_EXCERPT ? text : text.substring(0, LONGEST_EXCERPT) + "…";
  }
}
