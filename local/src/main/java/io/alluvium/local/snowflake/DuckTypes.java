package io.alluvium.local.snowflake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Snowflake's types as those of DuckDB. */
final class DuckTypes {
  /** Without NUMBER and its kin, whose precision and scale count. */
  private static final Map<String, String> PLAIN =
      Map.ofEntries(
          Map.entry("VARCHAR", "VARCHAR"),
          Map.entry("STRING", "VARCHAR"),
          Map.entry("TEXT", "VARCHAR"),
          Map.entry("BOOLEAN", "BOOLEAN"),
          Map.entry("FLOAT", "DOUBLE"),
          Map.entry("DOUBLE", "DOUBLE"),
          Map.entry("DATE", "DATE"),
          Map.entry("TIME", "TIME"),
          Map.entry("TIMESTAMP_NTZ", "TIMESTAMP"),
          Map.entry("TIMESTAMP_LTZ", "TIMESTAMPTZ"),
          Map.entry("TIMESTAMP_TZ", "TIMESTAMPTZ"),
          Map.entry("BINARY", "BLOB"),
          Map.entry("VARIANT", "JSON"),
          Map.entry("ARRAY", "JSON"),
          Map.entry("OBJECT", "JSON"));

  /** What no integer of 64 bits holds. */
  private static final Pattern WIDE_INTEGER = Pattern.compile("DECIMAL\\((?:19|[23]\\d),0\\)");

  private DuckTypes() {}

  /**
   * @param snowflake such as {@code NUMBER(10,2)}
   * @param duck such as {@code DECIMAL(10,2)}
   * @param maxCharacters of a text; 0 where any length fits
   * @param end the index behind the type
   */
  record Type(String snowflake, String duck, int maxCharacters, int end) {

    /** The cast of a column of texts. */
    String ofText(String column) {
      String cast = column + "::" + duck;
      // DuckDB needs twenty times as long for a text that becomes a number of 128 bits.
      return WIDE_INTEGER.matcher(duck).matches()
          ? "CASE WHEN regexp_full_match("
              + column
              + ", '-?[0-9]{1,18}') THEN "
              + column
              + "::BIGINT::"
              + duck
              + " ELSE "
              + cast
              + " END"
          : cast;
    }
  }

  static boolean isType(Token token) {
    return token.kind() == Token.Kind.WORD
        && (PLAIN.containsKey(token.text())
            || token.text().equals("NUMBER")
            || token.text().equals("INTEGER"));
  }

  /**
   * @param start index of the type's name
   */
  static Type at(List<Token> tokens, int start) {
    Token name = tokens.get(start);
    if (!isType(name)) {
      throw SnowflakeError.unsupported("the type " + name.text());
    }
    List<String> arguments = new ArrayList<>();
    int end = start + 1;
    if (end < tokens.size() && tokens.get(end).is("(")) {
      end++;
      while (!tokens.get(end).is(")")) {
        if (!tokens.get(end).is(",")) {
          arguments.add(tokens.get(end).text());
        }
        end++;
      }
      end++;
    }
    String written =
        arguments.isEmpty() ? name.text() : name.text() + "(" + String.join(",", arguments) + ")";
    return switch (name.text()) {
      case "NUMBER" ->
          new Type(
              written,
              arguments.isEmpty()
                  ? "DECIMAL(38,0)"
                  : "DECIMAL(" + String.join(",", arguments) + ")",
              0,
              end);
      case "INTEGER" -> new Type(written, "DECIMAL(38,0)", 0, end);
      case "VARCHAR", "STRING", "TEXT" ->
          new Type(
              written,
              "VARCHAR",
              arguments.isEmpty() ? 0 : Integer.parseInt(arguments.get(0)),
              end);
      default -> new Type(written, PLAIN.get(name.text()), 0, end);
    };
  }
}
