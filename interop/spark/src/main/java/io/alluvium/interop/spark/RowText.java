package io.alluvium.interop.spark;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * One text per row, the same from every engine: made of the plain Java values that engines share.
 * Rows and arrays are lists; maps are in the order of their keys' texts.
 */
public final class RowText {

  private RowText() {}

  public static String of(Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof List<?> list) {
      return "[" + String.join(", ", list.stream().map(RowText::of).toList()) + "]";
    }
    if (value instanceof Map<?, ?> map) {
      List<String> entries = new ArrayList<>();
      map.forEach((key, entry) -> entries.add(of(key) + "=" + of(entry)));
      entries.sort(null);
      return "{" + String.join(", ", entries) + "}";
    }
    if (value instanceof byte[] bytes) {
      return "0x" + HexFormat.of().formatHex(bytes);
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof String text) {
      return '"' + text + '"';
    }
    return value.toString();
  }
}
