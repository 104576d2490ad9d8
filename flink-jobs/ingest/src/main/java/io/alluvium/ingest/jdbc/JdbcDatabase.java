package io.alluvium.ingest.jdbc;

import io.alluvium.ingest.batch.BatchException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.flink.connector.jdbc.core.database.JdbcFactoryLoader;
import org.apache.flink.connector.jdbc.core.database.dialect.JdbcDialect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections to the database, and the forms of its SQL. */
final class JdbcDatabase {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcDatabase.class);
  private static final String POSTGRES = "jdbc:postgresql:";

  private final JdbcSettings settings;
  private final JdbcDialect dialect;

  JdbcDatabase(JdbcSettings settings) {
    this.settings = settings;
    this.dialect =
        JdbcFactoryLoader.loadDialect(settings.url(), JdbcDatabase.class.getClassLoader());
  }

  boolean isPostgres() {
    return settings.url().startsWith(POSTGRES);
  }

  String quoted(String identifier) {
    return dialect.quoteIdentifier(identifier);
  }

  /** What rows are selected from. */
  String relation() {
    return settings.query() != null
        ? "(" + settings.query() + ") alluvium_query"
        : Arrays.stream(settings.table().split("\\."))
            .map(this::quoted)
            .collect(Collectors.joining("."));
  }

  /**
   * A connection that reads one state of the database until it is closed.
   *
   * @throws BatchException where the database refuses the user, or there is no driver
   */
  Connection open() throws SQLException {
    Properties properties = new Properties();
    if (settings.user() != null) {
      properties.setProperty("user", settings.user());
    }
    if (settings.password() != null) {
      properties.setProperty("password", settings.password().reveal());
    }
    Connection connection;
    try {
      connection = DriverManager.getConnection(settings.url(), properties);
    } catch (SQLException e) {
      throw translated(e);
    }
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    return connection;
  }

  private SQLException translated(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    if (state.startsWith("28") || state.equals("3D000")) {
      throw new BatchException(
          settings.url()
              + " refuses the connection: "
              + line(e)
              + ". Check user, password and the database's name.",
          e);
    }
    if (state.equals("08001") && String.valueOf(e.getMessage()).contains("No suitable driver")) {
      throw new BatchException(
          "There is no JDBC driver for "
              + settings.url()
              + ". Put its jar on the class path, or correct the URL.",
          e);
    }
    return e;
  }

  /** A mistake of the definition's, where the database says so; else the failure itself. */
  SQLException refused(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    // Syntax errors, unknown tables and columns, missing privileges.
    if (state.startsWith("42")) {
      throw new BatchException(
          "The database refuses to read "
              + (settings.table() == null ? "the query" : settings.table())
              + ": "
              + line(e)
              + ". Correct the definition.",
          e);
    }
    return e;
  }

  static String line(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /**
   * A name of the state that the connection reads, for {@link #join}; empty where there is none.
   */
  String exported(Connection connection) throws SQLException {
    if (!isPostgres()) {
      return "";
    }
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT pg_export_snapshot()")) {
      result.next();
      return result.getString(1);
    }
  }

  /** Lets a connection that has read nothing read the same state as another. */
  void join(Connection connection, String snapshot) throws SQLException {
    if (snapshot.isEmpty()) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION SNAPSHOT '" + snapshot.replace("'", "") + "'");
    } catch (SQLException e) {
      // The one that exported it is gone, with the job manager or the database.
      LOG.warn(
          "The state of {} that the round began with is gone ({}); the rest is read as of now",
          settings.url(),
          line(e));
      connection.rollback();
    }
  }
}
