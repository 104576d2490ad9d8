package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement that the log has as text, as far as it matters: which columns a table has, each
 * change of a row says by itself.
 */
record LoggedStatement(Kind kind, TableName table) {
  private static final int WORDS = 16;
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s+|--[^\\n]*\\n?|#[^\\n]*\\n?|/\\*M?!\\d*|/\\*(?s:.*?)\\*/|\\*/"
              + "|(`(?:[^`]|``)*`|\"(?:[^\"]|\"\")*\"|[\\p{L}\\p{N}_$@]+|.)",
          Pattern.DOTALL);
  private static final Set<String> NOISE =
      Set.of(
          "TABLE",
          "OR",
          "REPLACE",
          "IF",
          "NOT",
          "EXISTS",
          "INTO",
          "FROM",
          "IGNORE",
          "DELAYED",
          "LOW_PRIORITY",
          "HIGH_PRIORITY",
          "QUICK");

  enum Kind {
    TRUNCATE,
    CREATE,
    /** Of rows, which should not come as text. */
    CHANGE
  }

  /**
   * @param database that names without one belong to
   * @return empty where it does not matter
   */
  static Optional<LoggedStatement> parse(String sql, String database) {
    List<String> words = words(sql);
    if (words.isEmpty()) {
      return Optional.empty();
    }
    return switch (words.get(0).toUpperCase(Locale.ROOT)) {
      case "TRUNCATE" -> of(Kind.TRUNCATE, words, database);
      case "CREATE" -> isTable(words) ? of(Kind.CREATE, words, database) : Optional.empty();
      case "INSERT", "REPLACE", "UPDATE", "DELETE" -> of(Kind.CHANGE, words, database);
      default -> Optional.empty();
    };
  }

  /** Temporary tables are nobody else's. */
  private static boolean isTable(List<String> words) {
    for (String word : words.subList(1, words.size())) {
      String upper = word.toUpperCase(Locale.ROOT);
      if (upper.equals("TABLE")) {
        return true;
      }
      if (!NOISE.contains(upper)) {
        return false;
      }
    }
    return false;
  }

  private static Optional<LoggedStatement> of(Kind kind, List<String> words, String database) {
    int i = 1;
    while (i < words.size() && NOISE.contains(words.get(i).toUpperCase(Locale.ROOT))) {
      i++;
    }
    if (i >= words.size()) {
      return Optional.empty();
    }
    String first = name(words.get(i));
    boolean qualified = i + 2 < words.size() && words.get(i + 1).equals(".");
    return Optional.of(
        new LoggedStatement(
            kind,
            qualified
                ? new TableName(first, name(words.get(i + 2)))
                : new TableName(database, first)));
  }

  private static String name(String word) {
    char quote = word.charAt(0);
    return quote == '`' || quote == '"'
        ? word.substring(1, word.length() - 1).replace("" + quote + quote, "" + quote)
        : word;
  }

  private static List<String> words(String sql) {
    List<String> words = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(sql);
    while (words.size() < WORDS && matcher.find()) {
      if (matcher.group(1) != null) {
        words.add(matcher.group(1));
      }
    }
    return words;
  }
}
