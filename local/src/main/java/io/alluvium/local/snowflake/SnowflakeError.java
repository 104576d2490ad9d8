package io.alluvium.local.snowflake;

import java.sql.SQLException;
import java.util.Locale;

/** An answer that a statement or a login failed, as Snowflake gives it. */
final class SnowflakeError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String sqlState;

  private SnowflakeError(String code, String sqlState, String message) {
    super(message);
    this.code = code;
    this.sqlState = sqlState;
  }

  String code() {
    return code;
  }

  String sqlState() {
    return sqlState;
  }

  static SnowflakeError syntax(String what) {
    return new SnowflakeError(
        "001003", "42000", "SQL compilation error:\nsyntax error: " + what + ".");
  }

  /** What Snowflake may know and the double does not. */
  static SnowflakeError unsupported(String what) {
    return new SnowflakeError(
        "000002", "0A000", "Unsupported feature of the local double of Snowflake: " + what + ".");
  }

  static SnowflakeError missing(String kind, String name) {
    return new SnowflakeError(
        "002003",
        "42S02",
        "SQL compilation error:\n" + kind + " '" + name + "' does not exist or not authorized.");
  }

  static SnowflakeError noPrivilege(String table) {
    return new SnowflakeError(
        "003001",
        "42501",
        "SQL access control error:\nInsufficient privileges to operate on table '" + table + "'");
  }

  static SnowflakeError statementCount(int actual, int desired) {
    return new SnowflakeError(
        "000008",
        "0A000",
        "Actual statement count "
            + actual
            + " did not match the desired statement count "
            + desired
            + ".");
  }

  static SnowflakeError session() {
    return new SnowflakeError(
        "390111", "08001", "Session no longer exists.  New login required to access the service.");
  }

  static SnowflakeError noDatabase() {
    return new SnowflakeError(
        "090105",
        "22000",
        "Cannot perform operation. This session does not have a current database. Call 'USE"
            + " DATABASE', or use a qualified name.");
  }

  static SnowflakeError noWarehouse() {
    return new SnowflakeError(
        "000606",
        "57P03",
        "No active warehouse selected in the current session.  Select an active warehouse with the"
            + " 'use warehouse' command.");
  }

  static SnowflakeError lockTimeout() {
    return new SnowflakeError(
        "000625", "57014", "Statement has locked a table for too long; it was cancelled.");
  }

  static SnowflakeError login(String code, String message) {
    return new SnowflakeError(code, "08001", message);
  }

  /** What DuckDB said, in Snowflake's words. */
  static SnowflakeError of(SQLException error) {
    String message = String.valueOf(error.getMessage());
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("catalog error") && lower.contains("does not exist")) {
      return new SnowflakeError(
          "002003",
          "42S02",
          "SQL compilation error:\nObject does not exist or not authorized: " + message);
    }
    if (lower.contains("check constraint failed")) {
      return new SnowflakeError(
          "100078", "22000", "String is too long and would be truncated: " + message);
    }
    if (lower.contains("conversion error") || lower.contains("out of range")) {
      return new SnowflakeError("100038", "22018", "Value is not recognized: " + message);
    }
    if (lower.contains("not null constraint failed")) {
      return new SnowflakeError(
          "100072", "22000", "NULL result in a non-nullable column: " + message);
    }
    if (lower.contains("already exists")) {
      return new SnowflakeError("002002", "42710", "SQL compilation error:\n" + message);
    }
    if (lower.contains("binder error") && lower.contains("column")) {
      return new SnowflakeError(
          "000904", "42000", "SQL compilation error: invalid identifier: " + message);
    }
    if (lower.contains("parser error") || lower.contains("binder error")) {
      return new SnowflakeError("001003", "42000", "SQL compilation error:\n" + message);
    }
    return new SnowflakeError("300010", "XX000", "Internal error of the local double: " + message);
  }
}
