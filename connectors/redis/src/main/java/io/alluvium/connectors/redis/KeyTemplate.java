package io.alluvium.connectors.redis;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Redis key of a row: a text in which {@code {column}} stands for the column's value. Within a
 * value {@code %}, {@code :}, braces and control characters are written as {@code %} and two
 * hexadecimal digits, so that two rows never have the same key, and no value names a hash slot. So
 * is the character that ends the value, where another column follows: that which the text between
 * the two begins with, unless there is a {@code :} in it.
 */
public final class KeyTemplate implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Pattern COLUMN = Pattern.compile("\\{([^{}]*)}");
  private static final char ESCAPE = '%';
  private static final String ENCODED = ESCAPE + ":{}";

  /** No character. */
  private static final int NONE = -1;

  private final String text;

  /** Text, column, text, column, …, text. */
  private final List<String> parts;

  /** Of each column the character that ends its value, and so must not be in it; or none. */
  private final int[] ends;

  private KeyTemplate(String text, List<String> parts) {
    this.text = text;
    this.parts = parts;
    this.ends = ends(parts);
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
   * @throws IllegalArgumentException where braces are not in pairs, or nothing tells where the
   *     value of a column ends and that of the next begins
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
    for (int i = 2; i < parts.size() - 1; i += 2) {
      requireEnd(text, parts.get(i - 1), parts.get(i), parts.get(i + 1));
    }
    return new KeyTemplate(text, parts);
  }

  private static void requireEnd(String text, String column, String between, String next) {
    if (endsByItself(between) || !between.isEmpty() && between.charAt(0) != ESCAPE) {
      return;
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' has "
            + (between.isEmpty() ? "nothing" : "'" + between + "'")
            + " between {"
            + column
            + "} and {"
            + next
            + "}, so that two rows could have the same key; write ':' there");
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
      encode(values.apply(parts.get(i)), ends[i / 2], key);
      key.append(parts.get(i + 1));
    }
    return key.toString();
  }

  private static int[] ends(List<String> parts) {
    int[] ends = new int[parts.size() / 2];
    for (int column = 0; column < ends.length; column++) {
      String behind = parts.get(2 * column + 2);
      boolean isLast = column == ends.length - 1;
      ends[column] = isLast || endsByItself(behind) ? NONE : behind.codePointAt(0);
    }
    return ends;
  }

  /** Whether it has a character that no value has. */
  private static boolean endsByItself(String between) {
    return between.chars().anyMatch(c -> c != ESCAPE && isEncoded(c));
  }

  private static boolean isEncoded(int character) {
    return character < ' ' || ENCODED.indexOf(character) >= 0;
  }

  /**
   * @param end a character that must not be in what is written of the value
   */
  private static void encode(String value, int end, StringBuilder key) {
    int at = 0;
    while (at < value.length()) {
      int character = value.codePointAt(at);
      at += Character.charCount(character);
      if (isEncoded(character) || character == end) {
        for (byte each : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
          key.append(String.format("%c%02X", ESCAPE, each));
        }
      } else {
        key.appendCodePoint(character);
      }
    }
  }

  /** As it was given. */
  @Override
  public String toString() {
    return text;
  }
}
