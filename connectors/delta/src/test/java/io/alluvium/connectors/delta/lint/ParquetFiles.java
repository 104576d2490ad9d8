package io.alluvium.connectors.delta.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Parquet files, read by DuckDB. Not thread-safe. */
final class ParquetFiles implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Connection connection;

  private ParquetFiles(Connection connection) {
    this.connection = connection;
  }

  static ParquetFiles open() throws IOException {
    try {
      Connection connection = DriverManager.getConnection("jdbc:duckdb:");
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET threads = 1");
        statement.execute("SET memory_limit = '200MB'");
      }
      return new ParquetFiles(connection);
    } catch (SQLException e) {
      throw new IOException("DuckDB does not start", e);
    }
  }

  /** The rows of a file, each as a JSON object. */
  List<JsonNode> rows(Path file) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT to_json(r) FROM " + table(file) + " AS r")) {
      while (result.next()) {
        rows.add(JSON.readTree(result.getString(1)));
      }
    } catch (SQLException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    return rows;
  }

  /** The names of a file's top-level columns. */
  List<String> columns(Path file) throws IOException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("DESCRIBE SELECT * FROM " + table(file))) {
      while (result.next()) {
        names.add(result.getString(1));
      }
    } catch (SQLException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    return names;
  }

  /** The numbers that a list of aggregate expressions over a file yields. */
  List<Long> aggregate(Path file, List<String> expressions) throws IOException {
    List<Long> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT " + String.join(", ", expressions) + " FROM " + table(file))) {
      result.next();
      for (int i = 1; i <= expressions.size(); i++) {
        values.add(result.getLong(i));
      }
    } catch (SQLException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    return values;
  }

  private static String table(Path file) {
    return "read_parquet(" + text(file.toString()) + ", hive_partitioning = false)";
  }

  static String text(String value) {
    // The statement may not hold the character itself.
    return "('" + value.replace("'", "''").replace("\u0000", "' || chr(0) || '") + "')";
  }

  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException("DuckDB does not stop", e);
    }
  }
}
