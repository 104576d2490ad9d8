package io.alluvium.connectors.postgres;

import io.alluvium.local.LocalPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A server for tests, which can be restarted. */
public final class Database implements AutoCloseable {
  private final Path folder;
  private LocalPostgres server;
  private Connection connection;

  public Database(Path folder) throws Exception {
    this.folder = folder;
    start(0);
  }

  private void start(int port) throws Exception {
    server = LocalPostgres.start(folder, port);
    connection = newConnection();
  }

  /** On the same port. */
  void restart() throws Exception {
    int port = server.port();
    server.close();
    start(port);
  }

  public PostgresAddress address() {
    return PostgresAddress.of(
        "127.0.0.1", server.port(), "postgres", server.user(), server.password());
  }

  public Connection newConnection() throws SQLException {
    return DriverManager.getConnection(
        server.jdbcUrl("postgres"), server.user(), server.password());
  }

  public Connection connection() {
    return connection;
  }

  public void execute(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** All in one transaction. */
  void transaction(String... statements) throws SQLException {
    connection.setAutoCommit(false);
    execute(statements);
    connection.commit();
    connection.setAutoCommit(true);
  }

  public List<String> column(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  Map<Integer, Integer> pairs(String sql) throws SQLException {
    Map<Integer, Integer> pairs = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        pairs.put(rows.getInt(1), rows.getInt(2));
      }
    }
    return pairs;
  }

  @Override
  public void close() throws Exception {
    connection.close();
    server.close();
  }
}
