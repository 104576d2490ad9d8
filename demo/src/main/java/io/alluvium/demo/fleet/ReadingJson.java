package io.alluvium.demo.fleet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.util.Arrays;

/**
 * Writes a reading as the JSON body of a message. A number is a JSON number, dirt in its place is
 * the text that it is, and a field that the station does not have is left out. Not thread-safe.
 */
final class ReadingJson {
  private static final SerializableString STATION = new SerializedString("station");
  private static final ReadingField[] FIELDS = ReadingField.values();
  private static final SerializableString[] NAMES =
      Arrays.stream(FIELDS)
          .map(field -> new SerializedString(field.jsonName()))
          .toArray(SerializableString[]::new);

  private final JsonFactory factory = new JsonFactory();
  private final ByteArrayBuilder buffer = new ByteArrayBuilder();

  byte[] write(Reading reading) throws IOException {
    buffer.reset();
    try (JsonGenerator json = factory.createGenerator(buffer)) {
      json.writeStartObject();
      json.writeFieldName(STATION);
      json.writeString(reading.station());
      for (ReadingField field : FIELDS) {
        String value = reading.value(field);
        if (value != null) {
          json.writeFieldName(NAMES[field.ordinal()]);
          if (field.isNumeric() && isJsonNumber(value)) {
            json.writeNumber(value);
          } else {
            json.writeString(value);
          }
        }
      }
      json.writeEndObject();
    }
    return buffer.toByteArray();
  }

  /** A plain decimal number; one with an exponent or leading zeros stays text. */
  static boolean isJsonNumber(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    int point = text.indexOf('.');
    int whole = point < 0 ? text.length() : point;
    return isDigits(text, start, whole)
        && (whole - start == 1 || text.charAt(start) != '0')
        && (point < 0 || isDigits(text, point + 1, text.length()));
  }

  private static boolean isDigits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return from < to;
  }
}
