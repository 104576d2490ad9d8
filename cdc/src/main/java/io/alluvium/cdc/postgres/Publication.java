package io.alluvium.cdc.postgres;

import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.capture.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The set of tables whose changes the server sends. It must exist before the replication slot does:
 * the server looks it up as of each change that it decodes.
 */
final class Publication {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Changes of partitions come as those of their table. */
  private static final String VIA_ROOT = " WITH (publish_via_partition_root = true)";

  private final DatabaseAddress address;
  private final Connection connection;
  private final String name;

  Publication(DatabaseAddress address, Connection connection, String name) {
    this.address = address;
    this.connection = connection;
    this.name = name;
  }

  /**
   * Creates the publication where it is absent, adds the tables that it lacks, and waits for the
   * transactions that it came too late for.
   */
  void ensure(List<TableName> tables) {
    try {
      List<TableName> missing = missing(tables);
      if (!missing.isEmpty()) {
        execute(statement(missing));
      }
      new EarlierTransactions(connection, name, PATIENCE).await();
    } catch (SQLException e) {
      throw PostgresErrors.reading(address, "publication " + name, e);
    }
  }

  /** The tables that it lacks; all where it is absent. */
  List<TableName> missing(List<TableName> tables) {
    try {
      Boolean allTables = allTables();
      if (allTables == null) {
        return tables;
      }
      Set<TableName> published = allTables ? Set.copyOf(tables) : published();
      return tables.stream().filter(table -> !published.contains(table)).toList();
    } catch (SQLException e) {
      throw PostgresErrors.reading(address, "publication " + name, e);
    }
  }

  /** What adds tables that it lacks. */
  String statement(List<TableName> missing) {
    try {
      boolean absent = allTables() == null;
      return (absent
              ? "CREATE PUBLICATION " + TableName.quote(name) + " FOR TABLE "
              : "ALTER PUBLICATION " + TableName.quote(name) + " ADD TABLE ")
          + missing.stream().map(TableName::quoted).collect(Collectors.joining(", "))
          + (absent ? VIA_ROOT : "");
    } catch (SQLException e) {
      throw PostgresErrors.reading(address, "publication " + name, e);
    }
  }

  private Boolean allTables() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT puballtables FROM pg_publication WHERE pubname = ?")) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getBoolean(1) : null;
      }
    }
  }

  private Set<TableName> published() throws SQLException {
    Set<TableName> tables = new HashSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = ?")) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          tables.add(new TableName(rows.getString(1), rows.getString(2)));
        }
      }
    }
    return tables;
  }

  private void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new CdcException(
          "Publication '"
              + name
              + "' of database '"
              + address.database()
              + "' cannot be set up: "
              + PostgresErrors.oneLine(e)
              + ". Have an owner of the tables run: "
              + sql,
          e);
    }
  }
}
