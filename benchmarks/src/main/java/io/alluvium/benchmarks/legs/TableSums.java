package io.alluvium.benchmarks.legs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.benchmarks.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads tables without deletion vectors by other means than those that wrote them: DuckDB. */
final class TableSums {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TableSums() {}

  /** The live data files: by its log where the folder is a Delta table, all of them otherwise. */
  static List<Path> dataFiles(Path folder) throws IOException {
    Path log = folder.resolve("_delta_log");
    if (!Files.isDirectory(log)) {
      try (Stream<Path> files = Files.walk(folder)) {
        return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
      }
    }
    Set<Path> live = new LinkedHashSet<>();
    try (Stream<Path> commits = Files.list(log)) {
      for (Path commit :
          commits.filter(file -> file.toString().endsWith(".json")).sorted().toList()) {
        for (String line : Files.readAllLines(commit)) {
          JsonNode action = JSON.readTree(line);
          if (action.has("remove")) {
            live.remove(folder.resolve(action.get("remove").get("path").asText()));
          } else if (action.has("add")) {
            live.add(folder.resolve(action.get("add").get("path").asText()));
          }
        }
      }
    }
    return List.copyOf(live);
  }

  /** One row of sums over the files: an expression of SQL each. */
  static List<Long> of(List<Path> files, List<String> expressions) {
    return ofQuery("SELECT " + String.join(", ", expressions) + " FROM " + scan(files));
  }

  /** What stands in the FROM clause of DuckDB for the live data files of a table. */
  static String scan(Path folder) throws IOException {
    return scan(dataFiles(folder));
  }

  private static String scan(List<Path> files) {
    return "read_parquet(["
        + String.join(", ", files.stream().map(file -> "'" + file + "'").toList())
        + "])";
  }

  /** Takes a row of whole numbers. */
  interface RowOfNumbers {
    void take(long[] values);
  }

  /** All rows of a query that gives whole numbers. */
  static void forEach(String sql, RowOfNumbers rows) {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      long[] values = new long[result.getMetaData().getColumnCount()];
      while (result.next()) {
        for (int i = 0; i < values.length; i++) {
          values[i] = result.getLong(i + 1);
        }
        rows.take(values);
      }
    } catch (SQLException e) {
      throw new BenchmarkException("The result cannot be read: " + e.getMessage(), e);
    }
  }

  /** The only row of a query that gives whole numbers. */
  static List<Long> ofQuery(String sql) {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      List<Long> sums = new java.util.ArrayList<>();
      for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
        sums.add(result.getLong(i));
      }
      return sums;
    } catch (SQLException e) {
      throw new BenchmarkException("The result cannot be read: " + e.getMessage(), e);
    }
  }
}
