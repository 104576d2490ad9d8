package io.alluvium.models.unittest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.types.Row;

/** Values of rows in a form that compares by content, and as people read them. */
final class Values {
  private Values() {}

  static List<Object> of(Row row) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < row.getArity(); i++) {
      values.add(comparable(row.getField(i)));
    }
    return values;
  }

  static Object comparable(Object value) {
    if (value instanceof byte[] bytes) {
      return "0x" + HexFormat.of().formatHex(bytes);
    } else if (value instanceof Object[] array) {
      return Arrays.stream(array).map(Values::comparable).collect(Collectors.toList());
    } else if (value instanceof Row row) {
      return of(row);
    } else if (value instanceof Map<?, ?> map) {
      // Sorted by text, so that equal maps read alike.
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, one) -> sorted.put(String.valueOf(comparable(key)), comparable(one)));
      return sorted;
    } else if (value != null && value.getClass().isArray()) {
      List<Object> list = new ArrayList<>();
      for (int i = 0; i < java.lang.reflect.Array.getLength(value); i++) {
        list.add(java.lang.reflect.Array.get(value, i));
      }
      return list;
    }
    return value;
  }

  /** Such as {@code {id: 1, name: a}}. */
  static String text(List<String> names, List<Object> values) {
    Map<String, Object> named = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      named.put(names.get(i), values.get(i));
    }
    return named.entrySet().stream()
        .map(field -> field.getKey() + ": " + field.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** Equal, where numbers of binary fractions may differ in their last digits. */
  static boolean isAlmost(Object left, Object right) {
    if (left instanceof Double a && right instanceof Double b) {
      return a.equals(b) || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
    } else if (left instanceof Float a && right instanceof Float b) {
      return a.equals(b) || Math.abs(a - b) <= 1e-5 * Math.max(Math.abs(a), Math.abs(b));
    } else if (left instanceof List<?> a && right instanceof List<?> b) {
      if (a.size() != b.size()) {
        return false;
      }
      for (int i = 0; i < a.size(); i++) {
        if (!isAlmost(a.get(i), b.get(i))) {
          return false;
        }
      }
      return true;
    }
    return left == null ? right == null : left.equals(right);
  }
}
