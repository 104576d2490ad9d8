package io.alluvium.models;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement of a file.
 *
 * @param file as it is shown to people
 * @param line on which it begins
 * @param text without the semicolon
 */
record SqlStatement(String file, int line, String text) {
  private static final Pattern CREATES =
      Pattern.compile(
          "^CREATE\\s+(?:TEMPORARY\\s+)?(?:TABLE|VIEW)\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?([\\w.`]+)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern SET =
      Pattern.compile("^SET\\s+'([^']+)'\\s*=\\s*'([^']*)'$", Pattern.CASE_INSENSITIVE);

  boolean isInsert() {
    return startsWith("INSERT");
  }

  boolean isCreateTable() {
    return creates().isPresent()
        && !text.toUpperCase(Locale.ROOT).matches("(?s)^CREATE\\s+(TEMPORARY\\s+)?VIEW.*");
  }

  /** The table or view that the statement creates. */
  Optional<String> creates() {
    Matcher matcher = CREATES.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1).replace("`", "")) : Optional.empty();
  }

  /** Key and value of a SET statement. */
  Optional<String[]> setting() {
    Matcher matcher = SET.matcher(text);
    return matcher.matches()
        ? Optional.of(new String[] {matcher.group(1), matcher.group(2)})
        : Optional.empty();
  }

  String place() {
    return file + ":" + line;
  }

  private boolean startsWith(String keyword) {
    return text.regionMatches(true, 0, keyword, 0, keyword.length());
  }
}
