package io.alluvium.models.artifacts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The names that dbt makes up for data tests: the same ones, so that what other tools know of a
 * test under dbt they find again here.
 */
final class TestNames {
  private static final int LONGEST = 63;
  private static final int SHORTENED = 30;
  private static final int DIGITS = 10;

  private TestNames() {}

  /**
   * @param test with its namespace, and {@code source_} before it for a source
   * @param tested the model, or source and table
   */
  static String full(String test, String tested, Map<String, Object> arguments) {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(arguments)
        .values()
        .forEach(
            value -> {
              if (value instanceof Map<?, ?> map) {
                map.values().forEach(one -> parts.add(text(one)));
              } else if (value instanceof List<?> list) {
                list.forEach(one -> parts.add(text(one)));
              } else {
                parts.add(text(value));
              }
            });
    String all =
        parts.stream()
            .map(part -> part.replaceAll("[^0-9a-zA-Z_]+", "_"))
            .collect(Collectors.joining("__"));
    return test + "_" + tested + "_" + all;
  }

  /** That fits a database. */
  static String brief(String test, String tested, String full) {
    String identifier = test + "_" + tested;
    return full.length() <= LONGEST
        ? full
        : identifier.substring(0, Math.min(SHORTENED, identifier.length())) + "_" + digest(full);
  }

  /**
   * What tells tests of one name apart.
   *
   * @param metadata name, namespace and arguments
   */
  static String suffix(String name, Map<String, Object> metadata) {
    String digest = digest(name + representation(metadata));
    return digest.substring(digest.length() - DIGITS);
  }

  /** As Python writes a value, whose leaves are texts and whose keys are sorted. */
  private static String representation(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, one) -> sorted.put(String.valueOf(key), one));
      return sorted.entrySet().stream()
          .map(entry -> quoted(entry.getKey()) + ": " + representation(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(TestNames::representation)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return quoted(text(value));
  }

  private static String quoted(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t");
    return text.contains("'") && !text.contains("\"")
        ? "\"" + escaped + "\""
        : "'" + escaped.replace("'", "\\'") + "'";
  }

  /** As Python writes a plain value. */
  private static String text(Object value) {
    if (value == null) {
      return "None";
    }
    if (value instanceof Boolean bool) {
      return bool ? "True" : "False";
    }
    if (value instanceof Map || value instanceof List) {
      return representation(value);
    }
    return value.toString();
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
