package io.alluvium.demo;

import io.alluvium.connectors.snowflake.SnowflakeConnectorOptions;
import io.alluvium.local.snowflake.LocalSnowflake;
import io.alluvium.local.snowflake.UserKey;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.apache.flink.configuration.Configuration;

/** A double of Snowflake that serves the KPIs as well, with a user and a key. */
final class DemoSnowflake implements AutoCloseable {
  private static final String NAME = "ALLUVIUM";
  private static final String SCHEMA = "GOLD";

  private final LocalSnowflake snowflake;
  private final UserKey key;

  private DemoSnowflake(LocalSnowflake snowflake, UserKey key) {
    this.snowflake = snowflake;
    this.key = key;
  }

  /**
   * @param directory that keeps the key and what is written
   * @param port 0 for any free one
   */
  static DemoSnowflake start(Path directory, int port) throws IOException, SQLException {
    UserKey key = UserKey.in(directory.resolve("key.pem"));
    LocalSnowflake snowflake = start(directory.resolve("data"), port, key);
    return new DemoSnowflake(snowflake, key);
  }

  private static LocalSnowflake start(Path data, int port, UserKey key)
      throws IOException, SQLException {
    LocalSnowflake snowflake;
    try {
      snowflake = LocalSnowflake.start(data, port);
    } catch (java.net.BindException e) {
      throw new DemoException(
          String.format(
              "Port %d is taken. Give another one with --snowflake-port, 0 for any free one.",
              port),
          e);
    }
    snowflake.createSchema(NAME, SCHEMA);
    snowflake.addUser(NAME, key.publicKey());
    return snowflake;
  }

  String url() {
    return snowflake.url();
  }

  Path keyFile() {
    return key.file();
  }

  /** What the models that push to Snowflake find in their templates. */
  Map<String, String> environment() {
    return Map.of(
        "ALLUVIUM_SNOWFLAKE_URL", url(), "ALLUVIUM_SNOWFLAKE_KEY_FILE", keyFile().toString());
  }

  /** To log in with. */
  Configuration login() {
    Configuration options = new Configuration();
    options.set(SnowflakeConnectorOptions.URL, url());
    options.set(SnowflakeConnectorOptions.USER, NAME);
    options.set(SnowflakeConnectorOptions.PRIVATE_KEY_FILE, keyFile().toString());
    options.set(SnowflakeConnectorOptions.DATABASE, NAME);
    options.set(SnowflakeConnectorOptions.SCHEMA, SCHEMA);
    options.set(SnowflakeConnectorOptions.WAREHOUSE, NAME);
    return options;
  }

  @Override
  public void close() throws SQLException {
    snowflake.close();
  }
}
