package io.alluvium.models.project;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The value of a configuration key and where it was written.
 *
 * @param value a Map, List, String, Boolean, Long or Double
 */
public record Setting(String key, Object value, Origin origin) {

  public String text() {
    if (value instanceof Map || value instanceof List) {
      throw error("must be a text");
    }
    return value.toString();
  }

  public boolean bool() {
    if (value instanceof Boolean bool) {
      return bool;
    }
    throw error("must be true or false");
  }

  public int integer() {
    if (value instanceof Long number && number > 0 && number <= Integer.MAX_VALUE) {
      return number.intValue();
    }
    throw error("must be a whole number above 0");
  }

  /** One text counts as a list of it. */
  public List<String> texts() {
    if (value instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    return List.of(text());
  }

  public Map<String, Object> map() {
    if (!(value instanceof Map<?, ?> map)) {
      throw error("must have fields");
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((name, one) -> copy.put(String.valueOf(name), one));
    return copy;
  }

  public RuntimeException error(String problem) {
    return origin.error("configuration '" + key + "' " + problem);
  }
}
