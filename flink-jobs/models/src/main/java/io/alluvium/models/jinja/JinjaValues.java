package io.alluvium.models.jinja;

import com.hubspot.jinjava.el.ext.NamedParameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes values of templates apart. */
final class JinjaValues {
  private JinjaValues() {}

  /** As plain Java: Map, List, String, Boolean, Long, Double or null. */
  static Object plain(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> plain = new LinkedHashMap<>();
      map.forEach((name, one) -> plain.put(String.valueOf(name), plain(one)));
      return plain;
    } else if (value instanceof Iterable<?> list) {
      List<Object> plain = new ArrayList<>();
      list.forEach(one -> plain.add(plain(one)));
      return plain;
    } else if (value instanceof Double || value instanceof Float) {
      return ((Number) value).doubleValue();
    } else if (value instanceof java.math.BigDecimal decimal && decimal.scale() > 0) {
      return decimal.doubleValue();
    } else if (value instanceof Number number) {
      return number.longValue();
    } else if (value == null || value instanceof Boolean) {
      return value;
    }
    return LineMarks.unmarked(value.toString());
  }

  /** The named arguments of a call, which must have no others. */
  static Map<String, Object> named(String function, Object[] arguments) {
    Map<String, Object> named = new LinkedHashMap<>();
    for (Object argument : arguments) {
      if (argument instanceof NamedParameter parameter) {
        named.put(parameter.getName(), plain(parameter.getValue()));
      } else if (argument instanceof Map && arguments.length == 1) {
        named.putAll(asMap(plain(argument)));
      } else {
        throw new JinjaProblem(
            function
                + "() takes name=value only; put a value that is computed in parentheses:"
                + " name=(a ~ b)");
      }
    }
    return named;
  }

  @SuppressWarnings("unchecked") // plain gives maps such names
  private static Map<String, Object> asMap(Object plain) {
    return (Map<String, Object>) plain;
  }

  static String text(String function, Object argument) {
    if (argument instanceof NamedParameter || argument == null) {
      throw new JinjaProblem(function + "() takes texts, without names");
    }
    return LineMarks.unmarked(argument.toString());
  }
}
