package io.alluvium.connectors.snowflake;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sees to it that the tables are there, before the first flush. */
final class TablePreparation {
  private final TableLayout layout;
  private final SchemaChanges allowed;
  private final TableStatements statements;

  TablePreparation(TableLayout layout, SchemaChanges allowed) {
    this.layout = layout;
    this.allowed = allowed;
    this.statements = new TableStatements(layout);
  }

  /**
   * @throws SnowflakeException that says which statements are missing, where these are not allowed
   */
  void run(Connection connection) throws SQLException, IOException {
    if (!columns(connection).keySet().containsAll(layout.tables())) {
      if (allowed == SchemaChanges.NONE) {
        throw lacking(statements.create());
      }
      execute(connection, statements.create());
    }
    List<String> missing = alterations(connection);
    if (!missing.isEmpty() && allowed != SchemaChanges.EVOLVE) {
      throw lacking(missing);
    }
    while (!missing.isEmpty()) {
      missing = alter(connection, missing);
    }
  }

  /** What is missing then. Another task may do the same now, and be quicker with some of it. */
  private List<String> alter(Connection connection, List<String> alterations) throws SQLException {
    try {
      execute(connection, alterations);
      return List.of();
    } catch (SQLException e) {
      List<String> left = alterations(connection);
      if (left.equals(alterations)) {
        throw e;
      }
      return left;
    }
  }

  private List<String> alterations(Connection connection) throws SQLException {
    Map<String, Set<String>> found = columns(connection);
    List<String> alterations = new ArrayList<>();
    for (String table : List.of(layout.rows(), layout.load())) {
      Set<String> known = found.getOrDefault(table, Set.of());
      List<TableColumn> missing =
          layout.columns().stream()
              .filter(column -> !known.contains(Identifiers.name(column.name())))
              .toList();
      if (!missing.isEmpty()) {
        alterations.add(statements.addColumns(table, missing));
      }
    }
    boolean viewLacks =
        !found
            .getOrDefault(layout.view(), Set.of())
            .containsAll(layout.columns().stream().map(c -> Identifiers.name(c.name())).toList());
    if (!alterations.isEmpty() || viewLacks) {
      alterations.add(statements.replaceView());
    }
    return alterations;
  }

  private SnowflakeException lacking(List<String> missing) {
    return new SnowflakeException(
        "Snowflake table "
            + layout.fullName()
            + " is not as the sink needs it, and 'schema.changes' is '"
            + allowed
            + "'. Set it to 'evolve', or run: "
            + String.join("; ", missing)
            + ";");
  }

  private Map<String, Set<String>> columns(Connection connection) throws SQLException {
    Map<String, Set<String>> columns = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT TABLE_NAME, COLUMN_NAME FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA"
                    + " = "
                    + Identifiers.text(layout.schema())
                    + " AND TABLE_NAME IN ("
                    + Identifiers.texts(layout.tables())
                    + ")")) {
      while (rows.next()) {
        columns.computeIfAbsent(rows.getString(1), table -> new HashSet<>()).add(rows.getString(2));
      }
    }
    return columns;
  }

  private static void execute(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
