package io.alluvium.connectors.postgres;

import io.alluvium.connectors.postgres.database.PostgresErrors;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;

/**
 * A database and how to reach it.
 *
 * @param driverProperties of the JDBC driver, as {@code sslmode}
 */
@PublicEvolving
public record PostgresAddress(
    String hostname,
    int port,
    String database,
    String username,
    Password password,
    Duration connectTimeout,
    Map<String, String> driverProperties)
    implements Serializable {

  /** A connection that says nothing for so long is dead: the server has life signs in between. */
  private static final int SILENCE_SECONDS = 120;

  /** All texts of values then have one form. */
  private static final String SETTINGS =
      "SET timezone = 'UTC'; SET datestyle = 'ISO'; SET intervalstyle = 'iso_8601';"
          + " SET bytea_output = 'hex'; SET extra_float_digits = 3; SET statement_timeout = 0;"
          + " SET idle_in_transaction_session_timeout = 0; SET lock_timeout = 0;"
          + " SET xmloption = 'content'";

  public PostgresAddress {
    driverProperties = Map.copyOf(driverProperties);
  }

  public static PostgresAddress of(
      String hostname, int port, String database, String username, String password) {
    return new PostgresAddress(
        hostname,
        port,
        database,
        username,
        new Password(password),
        Duration.ofSeconds(30),
        Map.of());
  }

  public String server() {
    return hostname + ":" + port;
  }

  /**
   * Opens a connection, to ask the database something.
   *
   * @throws PostgresException where it cannot be reached, or does not let the user in
   */
  public Connection open() {
    try {
      return connect();
    } catch (SQLException e) {
      throw PostgresErrors.connecting(this, e);
    }
  }

  @Internal
  public Connection connect() throws SQLException {
    return configured(properties());
  }

  /**
   * @param mayBeSilent whether the server may say nothing for long
   */
  @Internal
  public Connection connectForReplication(boolean mayBeSilent) throws SQLException {
    Properties properties = properties();
    properties.setProperty("replication", "database");
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("assumeMinServerVersion", "10");
    if (!mayBeSilent) {
      properties.putIfAbsent("socketTimeout", String.valueOf(SILENCE_SECONDS));
    }
    return configured(properties);
  }

  private Connection configured(Properties properties) throws SQLException {
    Connection connection =
        DriverManager.getConnection("jdbc:postgresql://" + server() + "/" + database, properties);
    try (Statement statement = connection.createStatement()) {
      for (String setting : SETTINGS.split(";")) {
        statement.execute(setting);
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", username);
    properties.setProperty("password", password.reveal());
    String seconds = String.valueOf(Math.max(1, connectTimeout.toSeconds()));
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("loginTimeout", seconds);
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "alluvium");
    properties.putAll(driverProperties);
    return properties;
  }

  @Override
  public String toString() {
    return "database '" + database + "' at " + server();
  }
}
