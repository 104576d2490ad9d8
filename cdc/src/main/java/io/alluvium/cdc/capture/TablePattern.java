package io.alluvium.cdc.capture;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Takes tables by name, as Flink CDC's pipelines write it: a regular expression for the schema and
 * one for the table, with a dot between. A dot of a regular expression has a backslash before it:
 * {@code shop.item_\.*}. A part in double quotes is a name as it is, a part {@code *} is any name.
 */
public final class TablePattern implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_$ -]+");

  private final String text;
  private final Pattern schema;
  private final Pattern table;
  private final boolean literal;

  private TablePattern(String text, Part schema, Part table) {
    this.text = text;
    this.schema = schema.pattern();
    this.table = table.pattern();
    this.literal = schema.literal() && table.literal();
  }

  private record Part(Pattern pattern, boolean literal) {}

  /**
   * @param database that a pattern of three parts must begin with; empty where it has two only
   * @throws IllegalArgumentException where it is none; the message says how it is written
   */
  public static TablePattern parse(String text, String database) {
    List<Part> parts = new ArrayList<>();
    for (String part : split(text, '.')) {
      parts.add(part(part, text));
    }
    if (parts.size() == 3 && !database.isEmpty()) {
      if (!parts.get(0).pattern().matcher(database).matches()) {
        throw new IllegalArgumentException(
            "'" + text + "' is of another database than '" + database + "'");
      }
      parts.remove(0);
    }
    if (parts.size() != 2) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not of the form schema.table; write for example public.orders, public.* or"
              + " shop.item_\\.* (a dot of a regular expression has a backslash before it)");
    }
    return new TablePattern(text, parts.get(0), parts.get(1));
  }

  private static Part part(String text, String whole) {
    if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) {
      String name = text.substring(1, text.length() - 1).replace("\"\"", "\"");
      return new Part(Pattern.compile(Pattern.quote(name)), true);
    }
    if (text.isBlank()) {
      throw new IllegalArgumentException("'" + whole + "' has an empty part");
    }
    if (text.equals("*")) {
      return new Part(Pattern.compile(".*"), false);
    }
    try {
      return new Part(Pattern.compile(text.replace("\\.", ".")), PLAIN.matcher(text).matches());
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'" + whole + "' is no regular expression: " + e.getDescription(), e);
    }
  }

  /** Neither within quotes nor behind a backslash, nor within brackets or braces. */
  public static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && !quoted) {
        part.append(c).append(text.charAt(++i));
        continue;
      }
      quoted ^= c == '"';
      depth += quoted ? 0 : "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
      if (c == separator && !quoted && depth <= 0) {
        parts.add(part.toString().strip());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString().strip());
    return parts;
  }

  public boolean matches(TableName name) {
    return schema.matcher(name.schema()).matches() && table.matcher(name.table()).matches();
  }

  /** Whether it names one table. */
  public boolean isLiteral() {
    return literal;
  }

  @Override
  public String toString() {
    return text;
  }
}
