package io.alluvium.models.deploy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of SQL that differ in nothing that Flink heeds are one. */
final class SqlText {
  private static final Pattern TOKEN =
      Pattern.compile(
          "'(?:[^']|'')*'" // a text
              + "|`(?:[^`]|``)*`" // a name
              + "|/\\*\\+.*?\\*/" // a hint
              + "|--[^\\n]*|/\\*.*?\\*/|\\s+"
              + "|[^'`\\s/-]+|.",
          Pattern.DOTALL);

  private SqlText() {}

  /** Without comments, and with one blank for many. */
  static String normalized(String sql) {
    StringBuilder text = new StringBuilder();
    Matcher token = TOKEN.matcher(sql);
    while (token.find()) {
      String found = token.group();
      boolean hint = found.startsWith("/*+");
      boolean comment = found.startsWith("--") || (found.startsWith("/*") && !hint);
      if (comment || found.isBlank()) {
        if (text.length() > 0 && text.charAt(text.length() - 1) != ' ') {
          text.append(' ');
        }
      } else {
        text.append(found);
      }
    }
    return text.toString().strip();
  }
}
