package io.alluvium.local.snowflake;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nullable;
import org.duckdb.DuckDBConnection;

/** Snowflake's databases, each a file of one DuckDB. */
final class DuckDatabases implements AutoCloseable {
  private static final int THREADS = 2;

  private final Path directory;
  private final Stages stages;
  private final DuckDBConnection root;
  private final TableLock lock = new TableLock();
  private final Set<String> readOnlyTables = ConcurrentHashMap.newKeySet();

  DuckDatabases(Path directory, Stages stages) throws SQLException {
    this.directory = directory;
    this.stages = stages;
    Properties settings = new Properties();
    settings.setProperty("threads", Integer.toString(THREADS));
    settings.setProperty("memory_limit", "1GB");
    settings.setProperty("temp_directory", directory.resolve("spill").toString());
    this.root = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", settings);
  }

  Set<String> readOnlyTables() {
    return readOnlyTables;
  }

  void create(String database, String schema) throws SQLException {
    try (Connection connection = root.duplicate();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "ATTACH IF NOT EXISTS '"
              + directory.resolve(database + ".duckdb").toString().replace("'", "''")
              + "' AS \""
              + database
              + "\"");
      statement.execute("CREATE SCHEMA IF NOT EXISTS \"" + database + "\".\"" + schema + "\"");
      statement.execute("USE \"" + database + "\".\"" + schema + "\"");
      statement.execute(DuckSession.LOADS);
    }
  }

  /** Nowhere, where there is no such database or schema: as in Snowflake the login goes on. */
  DuckSession.Place place(@Nullable String database, @Nullable String schema) {
    if (database == null || schema == null) {
      return new DuckSession.Place(null, null);
    }
    DuckSession.Place asked = new DuckSession.Place(name(database), name(schema));
    return places().contains(asked) ? asked : new DuckSession.Place(null, null);
  }

  private static String name(String given) {
    return given.startsWith("\"")
        ? given.substring(1, given.length() - 1)
        : given.toUpperCase(Locale.ROOT);
  }

  private Set<DuckSession.Place> places() {
    Set<DuckSession.Place> places = new HashSet<>();
    try (Connection connection = root.duplicate();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT database_name, schema_name FROM duckdb_schemas()")) {
      while (rows.next()) {
        places.add(new DuckSession.Place(rows.getString(1), rows.getString(2)));
      }
    } catch (SQLException e) {
      throw SnowflakeError.of(e);
    }
    return places;
  }

  DuckSession open(DuckSession.Place place, boolean hasWarehouse) {
    try {
      return new DuckSession(root.duplicate(), stages, readOnlyTables, lock, place, hasWarehouse);
    } catch (SQLException e) {
      throw SnowflakeError.of(e);
    }
  }

  Connection connect() throws SQLException {
    return root.duplicate();
  }

  @Override
  public void close() throws SQLException {
    root.close();
  }
}
