package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.capture.TableName;
import io.alluvium.cdc.capture.TablePatterns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what the server knows of tables. */
final class MySqlCatalog {
  private static final String TABLES =
      """
      SELECT table_schema, table_name FROM information_schema.tables
      WHERE table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')
        AND table_schema NOT IN ('mysql', 'sys', 'performance_schema', 'information_schema')
      """;
  private static final String COLUMNS =
      """
      SELECT column_name, data_type, column_type, column_comment
      FROM information_schema.columns
      WHERE table_schema = ? AND table_name = ?
      ORDER BY ordinal_position
      """;
  private static final String KEY =
      """
      SELECT column_name FROM information_schema.statistics
      WHERE table_schema = ? AND table_name = ? AND index_name = 'PRIMARY'
      ORDER BY seq_in_index
      """;
  private static final String COLLATIONS =
      "SELECT id, character_set_name FROM information_schema.collations"
          + " WHERE id IS NOT NULL AND character_set_name IS NOT NULL";

  /** MariaDB from 10.10 on has collations of several character sets, numbered here only. */
  private static final String MORE_COLLATIONS =
      "SELECT id, character_set_name"
          + " FROM information_schema.collation_character_set_applicability";

  private static final int NO_SUCH_COLUMN = 1054;

  private final ServerAddress address;
  private final Connection connection;

  MySqlCatalog(ServerAddress address, Connection connection) {
    this.address = address;
    this.connection = connection;
  }

  /** The names of all tables that the patterns take, in their order. */
  List<TableName> names(TablePatterns patterns) {
    List<TableName> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        TableName name = new TableName(rows.getString(1), rows.getString(2));
        if (patterns.take(name)) {
          names.add(name);
        }
      }
    } catch (SQLException e) {
      throw MySqlErrors.reading(address, "its tables", e);
    }
    names.sort(null);
    return names;
  }

  /**
   * A table, where it exists.
   *
   * @throws CdcException where a column cannot be captured
   */
  Optional<MySqlTable> table(TableName name) throws SQLException {
    List<MySqlColumn> columns = new ArrayList<>();
    List<String> comments = new ArrayList<>();
    try (PreparedStatement statement = prepare(COLUMNS, name);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        columns.add(column(name, rows));
        comments.add(rows.getString(4));
      }
    }
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    List<String> key = new ArrayList<>();
    try (PreparedStatement statement = prepare(KEY, name);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        key.add(rows.getString(1));
      }
    }
    return Optional.of(new MySqlTable(name, columns, comments, key));
  }

  private PreparedStatement prepare(String sql, TableName name) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setString(1, name.schema());
    statement.setString(2, name.table());
    return statement;
  }

  private static MySqlColumn column(TableName table, ResultSet row) throws SQLException {
    String name = row.getString(1);
    try {
      return CatalogColumns.column(name, row.getString(2), row.getString(3));
    } catch (IllegalArgumentException e) {
      throw new CdcException(
          "Column "
              + name
              + " of "
              + table
              + " cannot be captured: "
              + e.getMessage()
              + ". Leave the table out by source.tables.exclude.",
          e);
    }
  }

  /** Character sets by the numbers of their collations. */
  Map<Integer, String> characterSets() throws SQLException {
    Map<Integer, String> characterSets = new HashMap<>();
    try (Statement statement = connection.createStatement()) {
      read(statement, COLLATIONS, characterSets);
      try {
        read(statement, MORE_COLLATIONS, characterSets);
      } catch (SQLException e) {
        if (e.getErrorCode() != NO_SUCH_COLUMN) {
          throw e;
        }
      }
    }
    return characterSets;
  }

  private static void read(Statement statement, String sql, Map<Integer, String> characterSets)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        characterSets.put(rows.getInt(1), rows.getString(2));
      }
    }
  }
}
