package io.alluvium.cdc.mysql;

import io.alluvium.cdc.pipeline.CdcPipeline;
import io.alluvium.cdc.pipeline.PipelineFile;
import io.alluvium.testing.LocalMariaDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A server for tests, and how a job reaches it. */
final class MySqlServer implements AutoCloseable {
  private static final String PASSWORD = "s3cr et'\"";

  private final LocalMariaDb server;

  MySqlServer(Path folder, String... options) throws Exception {
    server = LocalMariaDb.start(folder, options);
    execute(
        "CREATE USER capture@'127.0.0.1' IDENTIFIED BY " + Identifiers.literal(PASSWORD),
        "GRANT SELECT, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO capture@'127.0.0.1'");
  }

  LocalMariaDb process() {
    return server;
  }

  Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "root");
    properties.setProperty("characterEncoding", "UTF-8");
    properties.setProperty("tinyInt1isBit", "false");
    properties.setProperty("yearIsDateType", "false");
    properties.setProperty("jdbcCompliantTruncation", "false");
    properties.setProperty("sessionVariables", "sql_mode='',time_zone='+05:30'");
    return DriverManager.getConnection(server.jdbcUrl() + "/mysql", properties);
  }

  void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Rows as texts by column; instants in UTC. */
  List<Map<String, String>> rows(String sql) throws SQLException {
    List<Map<String, String>> all = new ArrayList<>();
    try (Connection connection = connect();
        Statement time = connection.createStatement();
        Statement statement = connection.createStatement()) {
      time.execute("SET time_zone = '+00:00'");
      ResultSet rows = statement.executeQuery(sql);
      while (rows.next()) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.put(rows.getMetaData().getColumnLabel(i), rows.getString(i));
        }
        all.add(row);
      }
    }
    return all;
  }

  CdcPipeline pipeline(Path lake, String tables, String... more) {
    return PipelineFile.parse("test.yaml", yaml(lake, tables, more), Map.of("PASSWORD", PASSWORD));
  }

  private String yaml(Path lake, String tables, String... more) {
    StringBuilder yaml =
        new StringBuilder(
            """
            source:
              type: mysql
              name: shop
              hostname: 127.0.0.1
              port: %d
              username: capture
              password: ${PASSWORD}
              tables: '%s'
            """
                .formatted(server.port(), tables));
    for (String line : more) {
      yaml.append("  ").append(line).append('\n');
    }
    return yaml.append("sink:\n  path: ").append(lake).append('\n').toString();
  }

  @Override
  public void close() throws Exception {
    server.close();
  }
}
