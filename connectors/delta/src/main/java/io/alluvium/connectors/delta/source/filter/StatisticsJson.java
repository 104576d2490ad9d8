package io.alluvium.connectors.delta.source.filter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.alluvium.connectors.delta.DeltaException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import javax.annotation.Nullable;

/** Reads the statistics of a file (Delta protocol, "Per-file Statistics"). */
final class StatisticsJson {
  private static final JsonFactory JSON = new JsonFactory();

  private StatisticsJson() {}

  /** Values are {@code String}, {@code BigDecimal}, {@code Boolean}, null or such a map again. */
  static Map<String, Object> parse(String file, String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      return object(parser);
    } catch (IOException e) {
      throw new DeltaException("The statistics of file " + file + " in the log are damaged.", e);
    }
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> fields = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, value(parser));
    }
    return fields;
  }

  @Nullable
  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      default -> {
        parser.skipChildren();
        yield null;
      }
    };
  }
}
