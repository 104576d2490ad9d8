package io.alluvium.doctor.files;

import io.alluvium.doctor.DoctorException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes Flink SQL, with Jinja or without, into pieces. Comments are left out; the words of hints
 * stay.
 */
final class SqlTokens {
  private final String file;
  private final String sql;
  private final List<SqlToken> tokens = new ArrayList<>();
  private int at;
  private int line = 1;

  private SqlTokens(String file, String sql) {
    this.file = file;
    this.sql = sql;
  }

  static List<SqlToken> of(String file, String sql) {
    SqlTokens reader = new SqlTokens(file, sql);
    while (reader.at < sql.length()) {
      reader.next();
    }
    return reader.tokens;
  }

  private void next() {
    char c = sql.charAt(at);
    if (c == '\n') {
      line++;
      at++;
    } else if (Character.isWhitespace(c)) {
      at++;
    } else if (sql.startsWith("--", at)) {
      skipTo("\n", 0);
    } else if (sql.startsWith("{#", at)) {
      skipTo("#}", 2);
    } else if (sql.startsWith("/*+", at)) {
      add(SqlToken.Kind.SYMBOL, "/*+", line);
      at += 3;
    } else if (sql.startsWith("/*", at)) {
      skipTo("*/", 2);
    } else if (c == '\'' || c == '"') {
      quoted(c, SqlToken.Kind.TEXT);
    } else if (c == '`') {
      quoted(c, SqlToken.Kind.WORD);
    } else if (isPartOfWord(c)) {
      int start = at;
      while (at < sql.length() && isPartOfWord(sql.charAt(at))) {
        at++;
      }
      add(SqlToken.Kind.WORD, sql.substring(start, at), line);
    } else {
      add(SqlToken.Kind.SYMBOL, String.valueOf(c), line);
      at++;
    }
  }

  private static boolean isPartOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '@';
  }

  private void quoted(char quote, SqlToken.Kind kind) {
    int start = line;
    StringBuilder text = new StringBuilder();
    for (at++; at < sql.length(); at++) {
      char c = sql.charAt(at);
      if (c == quote) {
        at++;
        if (at == sql.length() || sql.charAt(at) != quote) {
          add(kind, text.toString(), start);
          return;
        }
      } else if (c == '\n') {
        line++;
      }
      text.append(c);
    }
    throw new DoctorException(
        file + ":" + start + ": a text begins with " + quote + " and does not end. Close it.");
  }

  private void skipTo(String end, int length) {
    int found = sql.indexOf(end, at + length);
    int next = found < 0 ? sql.length() : found + length;
    for (; at < next; at++) {
      if (sql.charAt(at) == '\n') {
        line++;
      }
    }
  }

  private void add(SqlToken.Kind kind, String text, int where) {
    tokens.add(new SqlToken(kind, text, where));
  }
}
