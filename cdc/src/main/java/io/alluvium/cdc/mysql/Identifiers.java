package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Names as MySQL's SQL takes them. */
final class Identifiers {
  private Identifiers() {}

  static String quote(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  static String quote(TableName table) {
    return quote(table.schema()) + "." + quote(table.table());
  }

  /** A string literal. */
  static String literal(String text) {
    return '\'' + text.replace("\\", "\\\\").replace("'", "''") + '\'';
  }

  /** Who the server takes the session for. */
  static String user(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT current_user()")) {
      row.next();
      String user = row.getString(1);
      int at = user.lastIndexOf('@');
      return literal(user.substring(0, at)) + "@" + literal(user.substring(at + 1));
    }
  }
}
