package io.alluvium.cdc;

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
import org.apache.flink.configuration.Configuration;

/** A server for tests, and how a job reaches it. */
final class Database implements AutoCloseable {
  private final LocalPostgres server;
  private final Connection connection;

  Database(Path folder) throws Exception {
    server = LocalPostgres.start(folder, 0);
    connection =
        DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), server.password());
  }

  int port() {
    return server.port();
  }

  Connection newConnection() throws SQLException {
    return DriverManager.getConnection(
        server.jdbcUrl("postgres"), server.user(), server.password());
  }

  void execute(String... statements) throws SQLException {
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

  List<String> column(String sql) throws SQLException {
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

  /** With a slot and a publication of their own, named alike. */
  Configuration options(Path lake, String slot, String... tables) {
    Configuration options = new Configuration();
    options.set(CdcOptions.LAKE_PATH, lake.toString());
    options.set(CdcOptions.HOSTNAME, "127.0.0.1");
    options.set(CdcOptions.PORT, server.port());
    options.set(CdcOptions.DATABASE_NAME, "postgres");
    options.set(CdcOptions.USERNAME, server.user());
    options.set(CdcOptions.PASSWORD, server.password());
    options.set(CdcOptions.TABLE_NAMES, List.of(tables));
    options.set(CdcOptions.SLOT_NAME, slot);
    options.set(CdcOptions.PUBLICATION_NAME, slot);
    options.set(CdcOptions.SOURCE_NAME, "operations");
    return options;
  }

  @Override
  public void close() throws Exception {
    connection.close();
    server.close();
  }
}
