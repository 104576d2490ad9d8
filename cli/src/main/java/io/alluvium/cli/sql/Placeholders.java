package io.alluvium.cli.sql;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names in statements that stand for values within literals: {@code '${lake}'}. */
final class Placeholders {
  private static final Pattern NAME = Pattern.compile("\\$\\{(\\w+)}");

  private Placeholders() {}

  /** Puts values in place of their names, as they stand in a literal; others stay. */
  static String fill(String text, Map<String, String> values) {
    Matcher matcher = NAME.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      String value = values.get(matcher.group(1));
      matcher.appendReplacement(
          filled,
          Matcher.quoteReplacement(value == null ? matcher.group() : value.replace("'", "''")));
    }
    return matcher.appendTail(filled).toString();
  }
}
