package io.alluvium.cdc.mysql;

import io.alluvium.definitions.Secret;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server and how to reach it. */
record ServerAddress(
    String hostname, int port, String username, Secret password, Duration connectTimeout)
    implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerAddress.class);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long PAUSE_MILLIS = 500;

  String server() {
    return hostname + ":" + port;
  }

  /** In UTC, whatever the server's time zone is. */
  Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", username);
    properties.setProperty("password", password.reveal());
    properties.setProperty("connectTimeout", String.valueOf(connectTimeout.toMillis()));
    properties.setProperty("sslMode", "PREFERRED");
    // The keys of servers that take passwords without TLS.
    properties.setProperty("allowPublicKeyRetrieval", "true");
    properties.setProperty("connectionAttributes", "program_name:alluvium-cdc");
    properties.setProperty("characterEncoding", "UTF-8");
    properties.setProperty("tinyInt1isBit", "false");
    properties.setProperty("yearIsDateType", "false");
    Connection connection =
        DriverManager.getConnection("jdbc:mysql://" + server() + "/", properties);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET time_zone = '+00:00'");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** As {@link #connect}, but waits for a server that is away for a while. */
  Connection await() throws SQLException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return connect();
      } catch (SQLException e) {
        if (!MySqlErrors.isOfConnection(e) || System.nanoTime() > end) {
          throw e;
        }
        LOG.info("Waiting for MySQL at {}: {}", server(), MySqlErrors.oneLine(e));
      }
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SQLException("interrupted while waiting for " + server(), e);
      }
    }
  }
}
