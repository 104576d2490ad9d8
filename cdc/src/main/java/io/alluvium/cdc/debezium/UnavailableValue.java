package io.alluvium.cdc.debezium;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What Debezium sends in place of a large value that a change left alone: PostgreSQL does not log
 * it.
 */
final class UnavailableValue {
  private static final String PLACEHOLDER = "__debezium_unavailable_value";
  private static final byte[] BYTES = PLACEHOLDER.getBytes(StandardCharsets.UTF_8);

  private UnavailableValue() {}

  static boolean is(Object value) {
    if (value instanceof String text) {
      return text.equals(PLACEHOLDER);
    }
    if (value instanceof List<?> list) {
      return list.size() == 1 && is(list.get(0));
    }
    if (value instanceof Map<?, ?> map) {
      return map.size() == 1 && map.containsKey(PLACEHOLDER);
    }
    byte[] bytes = value == null ? null : ConnectText.bytes(value);
    return bytes != null && Arrays.equals(bytes, BYTES);
  }
}
