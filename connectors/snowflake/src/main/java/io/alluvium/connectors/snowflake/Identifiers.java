package io.alluvium.connectors.snowflake;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names in Snowflake's SQL: quoted capitals, which readers may write without quotes. */
final class Identifiers {
  private Identifiers() {}

  static String name(String given) {
    return given.toUpperCase(Locale.ROOT);
  }

  static String quoted(String given) {
    return '"' + name(given).replace("\"", "\"\"") + '"';
  }

  static String texts(List<String> values) {
    return values.stream().map(Identifiers::text).collect(Collectors.joining(", "));
  }

  static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
