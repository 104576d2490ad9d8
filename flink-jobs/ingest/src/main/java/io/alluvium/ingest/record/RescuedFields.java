package io.alluvium.ingest.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.table.data.StringData;

/** Collects, as JSON, the fields that have no column. Costs nothing until there is one. */
final class RescuedFields {
  private final JsonFactory factory;

  /** The objects that the record is in, the outermost last; written once they have a field. */
  private final List<String> open = new ArrayList<>();

  /** For each written object, the outermost first, the names in it. */
  private final List<Set<String>> names = new ArrayList<>();

  @Nullable private StringWriter text;
  @Nullable private JsonGenerator json;

  RescuedFields(JsonFactory factory) {
    this.factory = factory;
  }

  /** Begins a record. */
  void reset() {
    text = null;
    json = null;
    open.clear();
    names.clear();
  }

  /** What follows is in an object of this name. */
  void enter(String name) {
    open.add(name);
  }

  void leave() throws IOException {
    open.remove(open.size() - 1);
    // One more is written than is open: the record itself.
    if (json != null && names.size() > open.size() + 1) {
      json.writeEndObject();
      names.remove(names.size() - 1);
    }
  }

  /** Keeps the value that the parser is at, and leaves the parser at the value's end. */
  void keep(String name, JsonParser parser) throws IOException, UnreadableRecordException {
    copy(parser, begin(name));
  }

  void keep(String name, String value) throws IOException, UnreadableRecordException {
    begin(name).writeString(value);
  }

  /** For values of other formats: the caller writes one JSON value to the generator. */
  JsonGenerator begin(String name) throws IOException, UnreadableRecordException {
    if (json == null) {
      text = new StringWriter();
      json = factory.createGenerator(text);
      json.writeStartObject();
      names.add(new HashSet<>());
    }
    while (names.size() <= open.size()) {
      String object = open.get(names.size() - 1);
      names.get(names.size() - 1).add(object);
      json.writeObjectFieldStart(object);
      names.add(new HashSet<>());
    }
    if (!names.get(names.size() - 1).add(name)) {
      throw new UnreadableRecordException(
          ErrorClass.DUPLICATE_FIELD, "field '" + path(name) + "' occurs twice");
    }
    json.writeFieldName(name);
    return json;
  }

  /** The path of a field of the object that the record is in. */
  String path(String name) {
    return open.isEmpty() ? name : String.join(".", open) + "." + name;
  }

  /** Ends a record; null where there is nothing. */
  @Nullable
  StringData finish() throws IOException {
    if (json == null) {
      return null;
    }
    json.writeEndObject();
    json.close();
    return StringData.fromString(text.toString());
  }

  /** Numbers as they are written, whatever their size. */
  static void copy(JsonParser parser, JsonGenerator json) throws IOException {
    int depth = 0;
    do {
      JsonToken token = depth == 0 ? parser.currentToken() : parser.nextToken();
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      }
      if (token.isNumeric()) {
        json.writeNumber(parser.getText());
      } else {
        json.copyCurrentEvent(parser);
      }
    } while (depth > 0);
  }
}
