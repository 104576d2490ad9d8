package io.alluvium.ingest.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A place in a JSON document: names of fields from the outermost on; none for the document itself.
 */
public record JsonPlace(List<String> names) implements Serializable {
  private static final JsonFactory JSON = new JsonFactory();

  public JsonPlace {
    names = List.copyOf(names);
  }

  /** From names with dots between them, with or without {@code $.} in front. */
  public static JsonPlace parse(String dotted) {
    String path = dotted.replaceFirst("^\\$\\.?", "");
    return new JsonPlace(path.isEmpty() ? List.of() : List.of(path.split("\\.", -1)));
  }

  /** The scalar at the place, as text; empty where there is none, or null. */
  Optional<String> scalar(byte[] document) throws IOException {
    try (JsonParser parser = JSON.createParser(document)) {
      if (!goTo(parser)) {
        return Optional.empty();
      }
      JsonToken token = parser.currentToken();
      return token.isScalarValue() && token != JsonToken.VALUE_NULL
          ? Optional.of(parser.getText())
          : Optional.empty();
    }
  }

  /**
   * The values of the array at the place, as they stand in the document, which is read to its end.
   * One object there counts as an array of it; null and a field that is absent as an empty one.
   *
   * @throws IOException where the document is no JSON, or holds something else at the place
   */
  List<byte[]> values(byte[] document) throws IOException {
    List<byte[]> values = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(document)) {
      if (goTo(parser)) {
        switch (parser.currentToken()) {
          case START_ARRAY -> {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
              values.add(value(parser, document));
            }
          }
          case START_OBJECT -> values.add(value(parser, document));
          case VALUE_NULL -> {}
          default -> throw new IOException("there are no records at '" + this + "', but a scalar");
        }
      }
      // A document that is cut off must not pass for a whole one: the parser tells at its end.
      JsonToken token;
      do {
        token = parser.nextToken();
      } while (token != null);
    }
    return values;
  }

  private static byte[] value(JsonParser parser, byte[] document) throws IOException {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    // Numbers and texts are read lazily.
    parser.finishToken();
    int end = (int) parser.currentLocation().getByteOffset();
    return Arrays.copyOfRange(document, start, end);
  }

  /** Leaves the parser at the place's value; false where there is no such place. */
  private boolean goTo(JsonParser parser) throws IOException {
    if (parser.nextToken() == null) {
      throw new IOException("the document is empty");
    }
    for (String name : names) {
      if (parser.currentToken() != JsonToken.START_OBJECT || !enter(parser, name)) {
        return false;
      }
    }
    return true;
  }

  private static boolean enter(JsonParser parser, String name) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = parser.currentName().equals(name);
      parser.nextToken();
      if (found) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }

  @Override
  public String toString() {
    return names.isEmpty() ? "$" : String.join(".", names);
  }
}
