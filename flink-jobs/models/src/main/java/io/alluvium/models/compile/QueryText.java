package io.alluvium.models.compile;

import io.alluvium.models.ModelException;
import io.alluvium.models.jinja.Rendered;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the text of a model may be. */
public final class QueryText {
  /** Blanks and comments. */
  private static final Pattern LEADING =
      Pattern.compile("(?:\\s|--[^\\n]*(?:\\n|$)|/\\*(?s:.*?)\\*/)*+");

  private static final Pattern QUERY =
      Pattern.compile("(?:(?:SELECT|WITH|VALUES)\\b|\\()", Pattern.CASE_INSENSITIVE);

  private QueryText() {}

  /**
   * @throws ModelException where it is anything but a query
   */
  public static void requireQuery(String file, Rendered rendered) {
    String text = rendered.text();
    Matcher leading = LEADING.matcher(text);
    int begin = leading.lookingAt() ? leading.end() : 0;
    Matcher query = QUERY.matcher(text).region(begin, text.length());
    if (!query.lookingAt()) {
      int line = 1 + (int) text.substring(0, begin).chars().filter(c -> c == '\n').count();
      throw new ModelException(
          file
              + ", line "
              + rendered.templateLine(line)
              + ": a model is one SELECT statement, without anything before or behind it");
    }
  }
}
