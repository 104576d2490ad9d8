package io.alluvium.connectors.delta.sink.upsert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;

/**
 * Statistics of a file with a deletion vector: bounds and counts are of all its rows, deleted ones
 * included, which the protocol wants to be told by {@code tightBounds}.
 */
final class LooseStatistics {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String TIGHT_BOUNDS = "tightBounds";

  private LooseStatistics() {}

  static String of(String statistics) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonParser in = JSON.createParser(statistics);
        JsonGenerator out = JSON.createGenerator(text)) {
      in.nextToken();
      out.writeStartObject();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        boolean replaced = in.currentName().equals(TIGHT_BOUNDS);
        in.nextToken();
        if (replaced) {
          in.skipChildren();
        } else {
          out.writeFieldName(in.currentName());
          copyExactly(in, out);
        }
      }
      out.writeBooleanField(TIGHT_BOUNDS, false);
      out.writeEndObject();
    }
    return text.toString();
  }

  /** Numbers by their text: a bound of a decimal column has more digits than a double. */
  private static void copyExactly(JsonParser in, JsonGenerator out) throws IOException {
    int depth = 0;
    for (JsonToken token = in.currentToken(); ; token = in.nextToken()) {
      if (token == JsonToken.FIELD_NAME) {
        out.writeFieldName(in.currentName());
      } else if (token.isNumeric()) {
        out.writeRawValue(in.getText());
      } else {
        out.copyCurrentEvent(in);
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
      if (depth == 0 && token != JsonToken.FIELD_NAME) {
        return;
      }
    }
  }
}
