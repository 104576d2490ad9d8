package io.alluvium.ingest.jdbc;

import io.alluvium.ingest.batch.BatchException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.connector.jdbc.core.database.JdbcFactoryLoader;
import org.apache.flink.connector.jdbc.core.database.dialect.JdbcDialect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections to the database, and the forms of its SQL. */
final class JdbcDatabase {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcDatabase.class);
  private static final int FETCHED_ROWS = 1_000;
  private static final String POSTGRES = "jdbc:postgresql:";
  private static final Pattern MYSQL = Pattern.compile("jdbc:(mysql|mariadb):.*");

  /** Settings without which the driver of MySQL changes values. */
  private static final Map<String, String> MYSQL_SETTINGS =
      Map.of(
          // tinyint(1) holds any small number, and a year is one.
          "tinyInt1isBit", "false",
          "yearIsDateType", "false",
          // Instants are those of the server, whatever the zones of the two are.
          "connectionTimeZone", "UTC",
          "forceConnectionTimeZoneToSession", "true",
          // In the binary protocol the driver miscounts times below -24 hours.
          "useServerPrepStmts", "false");

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

  /** A server may sort for long before it sends the first row. */
  private static final Duration SILENCE = Duration.ofMinutes(30);

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

  /** Whether the first part of a table's name is a database, and there are no schemas. */
  boolean isMySql() {
    return MYSQL.matcher(settings.url()).matches();
  }

  /** Of statements whose results are not to be in memory as a whole. */
  int fetchSize() {
    // MySQL's driver then takes row by row off the connection.
    return isMySql() ? Integer.MIN_VALUE : FETCHED_ROWS;
  }

  /** Ends a connection that has only read, whatever is left of its result. */
  void end(Connection connection) throws SQLException {
    if (isMySql()) {
      // To close it would read the rest of the result first.
      connection.abort(Runnable::run);
    }
    connection.close();
  }

  String quoted(String identifier) {
    return dialect.quoteIdentifier(identifier);
  }

  /**
   * The text of an expression, to be compared by its characters alone: collations hold texts equal
   * that differ, and have another order than ours.
   */
  String uncollated(String expression) {
    if (isPostgres()) {
      return "CAST(" + expression + " AS text) COLLATE \"C\"";
    }
    // As bytes: all collations but a few take no notice of blanks at the end.
    return isMySql() ? "CAST(CONVERT(" + expression + " USING utf8mb4) AS BINARY)" : expression;
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
    Connection connection;
    try {
      connection = driver().connect(settings.url(), properties());
    } catch (SQLException e) {
      throw translated(e);
    }
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    return connection;
  }

  Properties properties() {
    Properties properties = new Properties();
    if (isMySql()) {
      properties.putAll(MYSQL_SETTINGS);
    }
    defaults()
        .forEach(
            (name, value) -> {
              // MySQL's driver would let these win.
              if (!urlSets(name)) {
                properties.setProperty(name, value);
              }
            });
    if (settings.user() != null) {
      properties.setProperty("user", settings.user());
    }
    if (settings.password() != null) {
      properties.setProperty("password", settings.password().reveal());
    }
    return properties;
  }

  /** Without these, a read from a server that has vanished never ends. */
  private Map<String, String> defaults() {
    if (isPostgres()) {
      return Map.of(
          "tcpKeepAlive", "true",
          "connectTimeout", String.valueOf(CONNECT_TIMEOUT.toSeconds()),
          "socketTimeout", String.valueOf(SILENCE.toSeconds()));
    }
    if (isMySql()) {
      return Map.of(
          "tcpKeepAlive", "true",
          "connectTimeout", String.valueOf(CONNECT_TIMEOUT.toMillis()),
          "socketTimeout", String.valueOf(SILENCE.toMillis()));
    }
    return Map.of();
  }

  private boolean urlSets(String name) {
    return Pattern.compile("\\b" + name + "\\s*=", Pattern.CASE_INSENSITIVE)
        .matcher(settings.url())
        .find();
  }

  /**
   * Not by way of {@code DriverManager}: that knows the drivers of the first program that asked it,
   * and not those of a job that comes to the same process later.
   */
  private Driver driver() throws SQLException {
    for (Driver driver : ServiceLoader.load(Driver.class, JdbcDatabase.class.getClassLoader())) {
      if (driver.acceptsURL(settings.url())) {
        return driver;
      }
    }
    throw new BatchException(
        "There is no JDBC driver for "
            + settings.address()
            + ". Put its jar on the class path, or correct the URL.");
  }

  private SQLException translated(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    if (state.startsWith("28") || state.equals("3D000")) {
      throw new BatchException(
          settings.address()
              + " refuses the connection: "
              + line(e)
              + ". Check user, password and the database's name.",
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
          settings.address(),
          line(e));
      connection.rollback();
    }
  }
}
