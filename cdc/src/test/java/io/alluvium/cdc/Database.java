package io.alluvium.cdc;

import io.alluvium.cdc.pipeline.CdcPipeline;
import io.alluvium.cdc.pipeline.PipelineFile;
import io.alluvium.local.LocalPostgres;
import io.alluvium.testing.capture.SourceDatabase;
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
import java.util.stream.Collectors;

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

  /** For the comparison with bronze. */
  SourceDatabase as(List<String> schemas) {
    return new SourceDatabase(server.jdbcUrl("postgres"), server.user(), schemas);
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
  CdcPipeline pipeline(Path lake, String slot, String... tables) {
    return PipelineFile.parse("test.yaml", yaml(lake, slot, tables), environment());
  }

  /** As above, with more lines of the section {@code source}. */
  CdcPipeline pipeline(Path lake, String slot, List<String> more, String... tables) {
    String lines = more.stream().map(line -> "  " + line + "\n").collect(Collectors.joining());
    String yaml = yaml(lake, slot, tables).replace("source:\n", "source:\n" + lines);
    return PipelineFile.parse("test.yaml", yaml, environment());
  }

  Map<String, String> environment() {
    return Map.of("PASSWORD", server.password());
  }

  String yaml(Path lake, String slot, String... tables) {
    return """
        source:
          type: postgres
          name: operations
          hostname: 127.0.0.1
          port: %d
          database: postgres
          username: %s
          password: ${PASSWORD}
          tables: '%s'
          slot.name: %s
        sink:
          path: %s
        pipeline:
          name: %s
        """
        .formatted(server.port(), server.user(), String.join(", ", tables), slot, lake, slot);
  }

  @Override
  public void close() throws Exception {
    connection.close();
    server.close();
  }
}
