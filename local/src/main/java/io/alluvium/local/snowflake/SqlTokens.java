package io.alluvium.local.snowflake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Takes statements apart. */
final class SqlTokens {
  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private SqlTokens(String sql) {
    this.sql = sql;
  }

  /**
   * @throws SnowflakeError where the text has what is no token
   */
  static List<Token> of(String sql) {
    SqlTokens reader = new SqlTokens(sql);
    while (reader.at < sql.length()) {
      reader.next();
    }
    return reader.tokens;
  }

  /** The statements of a text, without the semicolons and without those that are empty. */
  static List<List<Token>> statements(String sql) {
    List<List<Token>> statements = new ArrayList<>();
    List<Token> statement = new ArrayList<>();
    for (Token token : of(sql)) {
      if (!token.is(";")) {
        statement.add(token);
      } else if (!statement.isEmpty()) {
        statements.add(statement);
        statement = new ArrayList<>();
      }
    }
    if (!statement.isEmpty()) {
      statements.add(statement);
    }
    return statements;
  }

  private void next() {
    char c = sql.charAt(at);
    if (Character.isWhitespace(c)) {
      at++;
    } else if (sql.startsWith("--", at)) {
      int end = sql.indexOf('\n', at);
      at = end < 0 ? sql.length() : end;
    } else if (sql.startsWith("/*", at)) {
      at = after("*/", at + 2);
    } else if (c == '\'') {
      take(Token.Kind.STRING, quotedEnd('\''));
    } else if (c == '"') {
      take(Token.Kind.QUOTED, quotedEnd('"'));
    } else if (c == '@') {
      stage();
    } else if (c == '?') {
      take(Token.Kind.BIND, at + 1);
    } else if (c == '$') {
      take(Token.Kind.FILE_COLUMN, wordEnd(at + 1));
    } else if (Character.isLetter(c) || c == '_') {
      int end = wordEnd(at);
      tokens.add(new Token(Token.Kind.WORD, sql.substring(at, end).toUpperCase(Locale.ROOT)));
      at = end;
    } else if (Character.isDigit(c)) {
      take(Token.Kind.NUMBER, numberEnd());
    } else {
      symbol();
    }
  }

  private void symbol() {
    for (String two : List.of("::", "<>", "!=", "<=", ">=", "||", "=>")) {
      if (sql.startsWith(two, at)) {
        take(Token.Kind.SYMBOL, at + 2);
        return;
      }
    }
    if ("()+-*/%=<>,.;:".indexOf(sql.charAt(at)) < 0) {
      throw SnowflakeError.syntax("unexpected '" + sql.charAt(at) + "'");
    }
    take(Token.Kind.SYMBOL, at + 1);
  }

  private void take(Token.Kind kind, int end) {
    tokens.add(new Token(kind, sql.substring(at, end)));
    at = end;
  }

  private void stage() {
    StringBuilder name = new StringBuilder();
    int i = at + 1;
    while (i < sql.length() && !Character.isWhitespace(sql.charAt(i)) && sql.charAt(i) != ')') {
      char c = sql.charAt(i);
      if (c == '"') {
        int end = sql.indexOf('"', i + 1);
        if (end < 0) {
          throw SnowflakeError.syntax("a quote of a stage's name without its pair");
        }
        name.append(sql, i + 1, end);
        i = end + 1;
      } else {
        name.append(c);
        i++;
      }
    }
    tokens.add(new Token(Token.Kind.STAGE, name.toString()));
    at = i;
  }

  private int after(String end, int from) {
    int found = sql.indexOf(end, from);
    if (found < 0) {
      throw SnowflakeError.syntax("a comment without its end");
    }
    return found + end.length();
  }

  private int quotedEnd(char quote) {
    int i = at + 1;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\\' && quote == '\'') {
        throw SnowflakeError.unsupported("a backslash in a text");
      }
      if (c == quote) {
        if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
          i++;
        } else {
          return i + 1;
        }
      }
      i++;
    }
    throw SnowflakeError.syntax("a quote without its pair");
  }

  private int wordEnd(int from) {
    int end = from;
    while (end < sql.length()
        && (Character.isLetterOrDigit(sql.charAt(end))
            || sql.charAt(end) == '_'
            || sql.charAt(end) == '$')) {
      end++;
    }
    return end;
  }

  private int numberEnd() {
    int end = at;
    while (end < sql.length() && (Character.isDigit(sql.charAt(end)) || sql.charAt(end) == '.')) {
      end++;
    }
    return end;
  }
}
