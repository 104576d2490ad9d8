package io.alluvium.connectors.snowflake;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.annotation.Nullable;
import net.snowflake.client.api.driver.SnowflakeDriver;

/**
 * Where the sink logs in, and as whom. Holds the places of secrets, not the secrets.
 *
 * @param key of the user, for key pairs
 * @param passphrase of the key; null where it is not encrypted
 * @param token for OAuth
 */
record SnowflakeAccount(
    String url,
    String database,
    String schema,
    String warehouse,
    @Nullable String role,
    @Nullable String user,
    @Nullable SecretSource key,
    @Nullable SecretSource passphrase,
    @Nullable SecretSource token,
    Duration timeout,
    Duration statementTimeout)
    implements Serializable {

  /** Opens a session of its own, which the caller closes. */
  Connection connect() throws IOException, SQLException {
    URI address = URI.create(url);
    Properties properties = new Properties();
    properties.put("ssl", "http".equals(address.getScheme()) ? "off" : "on");
    properties.put("db", database);
    properties.put("schema", schema);
    properties.put("warehouse", warehouse);
    if (role != null) {
      properties.put("role", role);
    }
    if (user != null) {
      properties.put("user", user);
    }
    if (token != null) {
      properties.put("authenticator", "oauth");
      properties.put("token", token.read());
    } else {
      properties.put("authenticator", "snowflake_jwt");
      properties.put(
          "privateKey",
          PrivateKeys.read(key.read(), passphrase == null ? null : passphrase.read()));
    }
    String seconds = Long.toString(Math.max(1, timeout.toSeconds()));
    properties.put("loginTimeout", seconds);
    properties.put("STATEMENT_TIMEOUT_IN_SECONDS", Long.toString(statementTimeout.toSeconds()));
    properties.put("JDBC_QUERY_RESULT_FORMAT", "JSON");
    // The user or the account may have others, by which what the files have would be read.
    properties.put("DATE_INPUT_FORMAT", "AUTO");
    properties.put("TIME_INPUT_FORMAT", "AUTO");
    properties.put("TIMESTAMP_INPUT_FORMAT", "AUTO");
    // No calls to addresses of cloud metadata, or to others than the account.
    properties.put("disablePlatformDetection", "true");
    properties.put("CLIENT_OUT_OF_BAND_TELEMETRY_ENABLED", "false");
    properties.put("CLIENT_TELEMETRY_ENABLED", "false");
    int port = address.getPort();
    return new SnowflakeDriver()
        .connect(
            "jdbc:snowflake://" + address.getHost() + (port < 0 ? "" : ":" + port) + "/",
            properties);
  }
}
