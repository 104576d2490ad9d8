package io.alluvium.models;

import java.util.ArrayList;
import java.util.List;

/** Splits the text of a file into statements. Comments are taken out, lines stay where they are. */
final class SqlScript {
  private final String file;
  private final String sql;
  private final List<SqlStatement> statements = new ArrayList<>();
  private final StringBuilder current = new StringBuilder();
  private int line = 1;
  private int firstLine = 1;

  private SqlScript(String file, String sql) {
    this.file = file;
    this.sql = sql;
  }

  static List<SqlStatement> statements(String file, String sql) {
    SqlScript script = new SqlScript(file, sql);
    script.split();
    return List.copyOf(script.statements);
  }

  private void split() {
    int at = 0;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (sql.startsWith("--", at)) {
        at = end(at, "\n", 0);
      } else if (sql.startsWith("/*", at)) {
        int end = end(at + 2, "*/", 2);
        // A hint is part of the statement.
        take(at, sql.startsWith("/*+", at) ? end : at);
        line += sql.startsWith("/*+", at) ? 0 : newLines(at, end);
        at = end;
      } else if (c == '\'' || c == '`' || c == '"') {
        int end = end(at + 1, String.valueOf(c), 1);
        take(at, end);
        at = end;
      } else if (c == ';') {
        complete();
        at++;
      } else {
        take(at, at + 1);
        at++;
      }
    }
    complete();
  }

  private int end(int from, String mark, int length) {
    int found = sql.indexOf(mark, from);
    return found < 0 ? sql.length() : found + length;
  }

  private void take(int from, int to) {
    for (int i = from; i < to; i++) {
      char c = sql.charAt(i);
      if (current.length() == 0 && !Character.isWhitespace(c)) {
        firstLine = line;
      }
      if (current.length() > 0 || !Character.isWhitespace(c)) {
        current.append(c);
      }
      line += c == '\n' ? 1 : 0;
    }
  }

  private int newLines(int from, int to) {
    return (int) sql.substring(from, to).chars().filter(c -> c == '\n').count();
  }

  private void complete() {
    String text = current.toString().strip();
    if (!text.isEmpty()) {
      statements.add(new SqlStatement(file, firstLine, text));
    }
    current.setLength(0);
  }
}
