package io.alluvium.connectors.redis;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Redis key of a row: a text in which {@code {column}} stands for the column's value. Within a
 * value {@code %}, {@code :}, braces and control characters are written as {@code %} and two
 * hexadecimal digits, so that two rows never have the same key, and no value names a hash slot.
 */
public final class KeyTemplate implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Pattern COLUMN = Pattern.compile("\\{([^{}]*)}");
  private static final String ENCODED = "%:{}";

  private final String text;

  /** Text, column, text, column, …, text. */
  private final List<String> parts;

  private KeyTemplate(String text, List<String> parts) {
    this.text = text;
    this.parts = parts;
  }

  /** {@code prefix:{first}:{second}…}. */
  public static KeyTemplate ofPrefix(String prefix, List<String> keyColumns) {
    List<String> parts = new ArrayList<>(List.of(prefix + ":"));
    for (String column : keyColumns) {
      if (parts.size() > 1) {
        parts.add(":");
      }
      parts.add(column);
    }
    parts.add("");
    return new KeyTemplate(prefix, parts);
  }

  /**
   * @throws IllegalArgumentException where braces are not in pairs
   */
  public static KeyTemplate parse(String text) {
    List<String> parts = new ArrayList<>();
    Matcher column = COLUMN.matcher(text);
    int end = 0;
    while (column.find()) {
      parts.add(text.substring(end, column.start()));
      parts.add(column.group(1));
      end = column.end();
    }
    parts.add(text.substring(end));
    for (int i = 0; i < parts.size(); i += 2) {
      if (parts.get(i).contains("{") || parts.get(i).contains("}")) {
        throw new IllegalArgumentException(
            "'" + text + "' has a brace without its pair; write {column} where a value goes");
      }
    }
    return new KeyTemplate(text, parts);
  }

  /** The values of columns with {@code :} between them. */
  static KeyTemplate ofColumns(List<String> columns) {
    List<String> parts = new ArrayList<>();
    for (String column : columns) {
      parts.add(parts.isEmpty() ? "" : ":");
      parts.add(column);
    }
    parts.add("");
    return new KeyTemplate(String.join(":", columns), parts);
  }

  /** The same text for all rows. */
  static KeyTemplate constant(String text) {
    return new KeyTemplate(text, List.of(text));
  }

  /** The columns that it names, in order. */
  public List<String> columns() {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i < parts.size(); i += 2) {
      columns.add(parts.get(i));
    }
    return columns;
  }

  /**
   * The key of a row.
   *
   * @param values the text of a column's value
   */
  public String key(UnaryOperator<String> values) {
    StringBuilder key = new StringBuilder(parts.get(0));
    for (int i = 1; i < parts.size(); i += 2) {
      encode(values.apply(parts.get(i)), key);
      key.append(parts.get(i + 1));
    }
    return key.toString();
  }

  private static void encode(String value, StringBuilder key) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || ENCODED.indexOf(c) >= 0) {
        key.append('%').append(String.format("%02X", (int) c));
      } else {
        key.append(c);
      }
    }
  }

  /** As it was given. */
  @Override
  public String toString() {
    return text;
  }
}
