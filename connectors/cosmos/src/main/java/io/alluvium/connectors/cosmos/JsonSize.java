package io.alluvium.connectors.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;

/** How many bytes a value is as JSON in UTF-8. */
final class JsonSize {
  private static final int ESCAPED = 6;
  private static final int ONE_BYTE = 0x80;
  private static final int TWO_BYTES = 0x800;

  private JsonSize() {}

  static long of(JsonNode node) {
    if (node.isTextual()) {
      return text(node.textValue());
    }
    if (node.isObject()) {
      long size = 2;
      Iterator<Map.Entry<String, JsonNode>> fields = node.fields();
      while (fields.hasNext()) {
        Map.Entry<String, JsonNode> field = fields.next();
        size += text(field.getKey()) + 2 + of(field.getValue());
      }
      return size;
    }
    if (node.isArray()) {
      long size = 2;
      for (JsonNode element : node) {
        size += 1 + of(element);
      }
      return size;
    }
    return node.asText().length();
  }

  private static long text(String text) {
    long size = 2;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        size += ESCAPED;
      } else if (c == '"' || c == '\\') {
        size += 2;
      } else if (c < ONE_BYTE) {
        size++;
      } else {
        // A pair of surrogates is four bytes.
        size += c < TWO_BYTES || Character.isSurrogate(c) ? 2 : 3;
      }
    }
    return size;
  }
}
