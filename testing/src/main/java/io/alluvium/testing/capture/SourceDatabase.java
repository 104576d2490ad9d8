package io.alluvium.testing.capture;

import io.alluvium.testing.LakeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A PostgreSQL database of which a test knows nothing but what its catalog says. */
public final class SourceDatabase {
  /** Views, partitions, unlogged tables and those without columns are not captured. */
  private static final String TABLES =
      """
      SELECT n.nspname, c.relname, c.oid
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p' AND NOT c.relispartition
        AND n.nspname = ANY (?)
        AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
                    AND NOT a.attisdropped AND a.attgenerated = '')
      ORDER BY 1, 2
      """;

  /** Two rows can have one deferrable key for a moment. */
  private static final String KEY =
      """
      SELECT a.attname
      FROM pg_index i
      CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
      WHERE i.indrelid = ? AND (i.indisprimary AND i.indimmediate OR i.indisreplident)
      ORDER BY k.place
      """;

  private static final String COLUMNS =
      """
      SELECT a.attname, coalesce(b.typname, t.typname)
      FROM pg_attribute a
      JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = t.typbasetype
      WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      ORDER BY a.attnum
      """;

  private final String url;
  private final String user;
  private final List<String> schemas;

  /**
   * @param schemas whose tables are captured
   */
  public SourceDatabase(String url, String user, List<String> schemas) {
    this.url = url;
    this.user = user;
    this.schemas = List.copyOf(schemas);
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, user);
  }

  public List<SourceTable> tables() throws SQLException {
    List<SourceTable> tables = new ArrayList<>();
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(TABLES)) {
      statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          tables.add(table(connection, rows));
        }
      }
    }
    return tables;
  }

  private static SourceTable table(Connection connection, ResultSet table) throws SQLException {
    List<String> key = new ArrayList<>();
    List<SourceTable.Column> columns = new ArrayList<>();
    long oid = table.getLong(3);
    try (PreparedStatement statement = connection.prepareStatement(KEY)) {
      statement.setLong(1, oid);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          key.add(rows.getString(1));
        }
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setLong(1, oid);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          columns.add(new SourceTable.Column(rows.getString(1), rows.getString(2)));
        }
      }
    }
    return new SourceTable(table.getString(1), table.getString(2), key, columns);
  }

  /**
   * Compares every table with what its bronze table amounts to, row for row; and there is no bronze
   * table beside these.
   *
   * @param bronze the folder of the bronze tables
   * @param description of the run, for who reads the failure
   * @throws AssertionError where they differ
   */
  public void assertEqualTo(Path bronze, String description) throws Exception {
    Map<String, LakeTable> lake = new HashMap<>();
    for (String name : folders(bronze)) {
      LakeTable table = new LakeTable(bronze, name);
      Map<String, String> properties = table.properties();
      lake.put(
          properties.get("alluvium.source-schema") + "." + properties.get("alluvium.source-table"),
          table);
    }
    List<SourceTable> tables = tables();
    Set<String> names = tables.stream().map(SourceTable::toString).collect(Collectors.toSet());
    if (!lake.keySet().equals(names)) {
      throw new AssertionError(
          description + ": bronze has " + lake.keySet() + " of the tables " + names);
    }
    for (SourceTable table : tables) {
      List<Map<String, String>> actual = new BronzeFold(lake.get(table.toString()), table).rows();
      List<Map<String, String>> expected = new SourceRows(this, table).rows();
      if (!actual.equals(expected)) {
        throw new AssertionError(
            String.format(
                "%s: table %s%nonly in bronze:    %s%nonly in the source: %s",
                description, table, without(actual, expected), without(expected, actual)));
      }
    }
  }

  private static List<Map<String, String>> without(
      List<Map<String, String>> some, List<Map<String, String>> others) {
    List<Map<String, String>> rest = new ArrayList<>(some);
    others.forEach(rest::remove);
    return rest;
  }

  private static List<String> folders(Path bronze) throws IOException {
    if (!Files.isDirectory(bronze)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(bronze)) {
      return folders.map(folder -> folder.getFileName().toString()).toList();
    }
  }
}
