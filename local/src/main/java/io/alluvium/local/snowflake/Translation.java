package io.alluvium.local.snowflake;

import java.util.List;
import java.util.Set;

/** Writes Snowflake's SQL as DuckDB's. */
final class Translation {
  /** Those that mean the same in both, or that {@link DuckSession} defines. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "COUNT",
          "SUM",
          "MIN",
          "MAX",
          "AVG",
          "COALESCE",
          "NVL",
          "IFF",
          "UPPER",
          "LOWER",
          "ROUND",
          "ROW_NUMBER",
          "PARSE_JSON",
          "TO_BINARY",
          "DATEADD",
          "CAST",
          "LENGTH",
          "ABS",
          "NULLIF");

  /** Words that stand before a parenthesis and are no functions. */
  private static final Set<String> KEYWORDS =
      Set.of(
          "AND", "AS", "BY", "EXISTS", "FROM", "IN", "INSERT", "NOT", "ON", "OR", "OVER", "SELECT",
          "SET", "THEN", "USING", "VALUES", "WHEN", "WHERE", "WITH", "UNION", "ALL", "ELSE", "CASE",
          "HAVING", "QUALIFY", "LIMIT", "BETWEEN");

  /** Behind these comes the name of a table, perhaps with a list of columns. */
  private static final Set<String> BEFORE_NAMES = Set.of("INTO", "TABLE", "UPDATE", "VIEW", ".");

  /** What is in all databases, as Snowflake shows it. */
  private static final String COLUMNS =
      "(SELECT schema_name AS TABLE_SCHEMA, table_name AS TABLE_NAME, column_name AS COLUMN_NAME,"
          + " column_index AS ORDINAL_POSITION, comment AS DATA_TYPE FROM duckdb_columns() WHERE"
          + " database_name = current_database() AND NOT internal)";

  private static final String TABLES =
      "(SELECT schema_name AS TABLE_SCHEMA, table_name AS TABLE_NAME, 'BASE TABLE' AS TABLE_TYPE"
          + " FROM duckdb_tables() WHERE database_name = current_database() UNION ALL SELECT"
          + " schema_name, view_name, 'VIEW' FROM duckdb_views() WHERE database_name ="
          + " current_database() AND NOT internal)";

  private final List<Token> tokens;
  private final StringBuilder sql = new StringBuilder();
  private int at;

  private Translation(List<Token> tokens, int start) {
    this.tokens = tokens;
    this.at = start;
  }

  static String of(List<Token> tokens) {
    return of(tokens, 0);
  }

  /**
   * @param start of the first token
   */
  static String of(List<Token> tokens, int start) {
    Translation translation = new Translation(tokens, start);
    while (translation.at < tokens.size()) {
      translation.next();
    }
    return translation.sql.toString();
  }

  private void next() {
    Token token = tokens.get(at);
    if (token.kind() == Token.Kind.FILE_COLUMN
        && at + 2 < tokens.size()
        && tokens.get(at + 1).is("::")) {
      DuckTypes.Type type = DuckTypes.at(tokens, at + 2);
      sql.append(type.ofText(fileColumn(token))).append(' ');
      at = type.end();
    } else if (token.is("::")) {
      DuckTypes.Type type = DuckTypes.at(tokens, at + 1);
      sql.append("::").append(type.duck()).append(' ');
      at = type.end();
    } else if (token.is("AS") && isCastType(at + 1)) {
      DuckTypes.Type type = DuckTypes.at(tokens, at + 1);
      sql.append("AS ").append(type.duck()).append(' ');
      at = type.end();
    } else if (token.is("INFORMATION_SCHEMA")) {
      informationSchema();
    } else if (token.kind() == Token.Kind.STAGE) {
      throw SnowflakeError.unsupported("a stage outside of COPY INTO");
    } else if (token.is("CURRENT_TIMESTAMP")) {
      sql.append("CURRENT_TIMESTAMP ");
      at += at + 2 < tokens.size() && tokens.get(at + 1).is("(") ? 3 : 1;
    } else {
      checkFunction(token);
      sql.append(token.kind() == Token.Kind.FILE_COLUMN ? fileColumn(token) : token.text());
      if (!(token.is(".") || (at + 1 < tokens.size() && tokens.get(at + 1).is(".")))) {
        sql.append(' ');
      }
      at++;
    }
  }

  private static String fileColumn(Token token) {
    return "c" + token.text().substring(1);
  }

  private void informationSchema() {
    if (at + 2 < tokens.size() && tokens.get(at + 2).is("COLUMNS")) {
      sql.append(COLUMNS).append(' ');
    } else if (at + 2 < tokens.size() && tokens.get(at + 2).is("TABLES")) {
      sql.append(TABLES).append(' ');
    } else {
      throw SnowflakeError.unsupported("INFORMATION_SCHEMA other than TABLES and COLUMNS");
    }
    at += 3;
  }

  private boolean isCastType(int index) {
    if (index + 1 >= tokens.size() || !DuckTypes.isType(tokens.get(index))) {
      return false;
    }
    return tokens.get(index + 1).is("(") || tokens.get(index + 1).is(")");
  }

  private void checkFunction(Token token) {
    if (token.kind() == Token.Kind.WORD
        && at + 1 < tokens.size()
        && tokens.get(at + 1).is("(")
        && !FUNCTIONS.contains(token.text())
        && !KEYWORDS.contains(token.text())
        && !(at > 0 && BEFORE_NAMES.contains(tokens.get(at - 1).text()))) {
      throw SnowflakeError.unsupported("the function " + token.text());
    }
  }
}
