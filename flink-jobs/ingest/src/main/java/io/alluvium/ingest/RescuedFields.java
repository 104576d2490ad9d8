package io.alluvium.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.Set;
import javax.annotation.Nullable;

/** Collects, as JSON, the fields that have no column. Costs nothing until there is one. */
final class RescuedFields {
  private final JsonFactory factory;
  @Nullable private StringWriter text;
  @Nullable private JsonGenerator json;
  @Nullable private Set<String> names;

  RescuedFields(JsonFactory factory) {
    this.factory = factory;
  }

  /** Keeps the value that the parser is at, and leaves the parser at the value's end. */
  void keep(String name, JsonParser parser) throws IOException, UnreadableException {
    begin(name);
    int depth = 0;
    do {
      JsonToken token = depth == 0 ? parser.currentToken() : parser.nextToken();
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      }
      // Exact: all digits of a number, not those of the nearest double.
      json.copyCurrentEventExact(parser);
    } while (depth > 0);
  }

  void keep(String name, String value) throws IOException, UnreadableException {
    begin(name);
    json.writeString(value);
  }

  private void begin(String name) throws IOException, UnreadableException {
    if (json == null) {
      text = new StringWriter();
      json = factory.createGenerator(text);
      json.writeStartObject();
      names = new HashSet<>();
    }
    if (!names.add(name)) {
      throw new UnreadableException("field '" + name + "' occurs twice");
    }
    json.writeFieldName(name);
  }

  /** Null where there is none. */
  @Nullable
  String toJson() throws IOException {
    if (json == null) {
      return null;
    }
    json.writeEndObject();
    json.close();
    return text.toString();
  }
}
