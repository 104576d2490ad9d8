package io.alluvium.cdc.postgres;

import io.alluvium.definitions.Secret;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** A database and how to reach it. */
record DatabaseAddress(
    String hostname,
    int port,
    String database,
    String username,
    Secret password,
    Duration connectTimeout)
    implements Serializable {

  String server() {
    return hostname + ":" + port;
  }

  Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", username);
    properties.setProperty("password", password.reveal());
    String seconds = String.valueOf(Math.max(1, connectTimeout.toSeconds()));
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("loginTimeout", seconds);
    properties.setProperty("ApplicationName", "alluvium-cdc");
    return DriverManager.getConnection(
        "jdbc:postgresql://" + server() + "/" + database, properties);
  }
}
