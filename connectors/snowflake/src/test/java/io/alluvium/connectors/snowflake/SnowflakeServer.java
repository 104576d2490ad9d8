package io.alluvium.connectors.snowflake;

import io.alluvium.local.snowflake.LocalSnowflake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.types.logical.RowType;

/** A double of Snowflake with a user that has a key, and a database {@code DB} with {@code S}. */
final class SnowflakeServer implements AutoCloseable {
  private final LocalSnowflake snowflake;
  private final Path keyFile;

  private SnowflakeServer(LocalSnowflake snowflake, Path keyFile) {
    this.snowflake = snowflake;
    this.keyFile = keyFile;
  }

  static SnowflakeServer start(Path directory) throws IOException, SQLException {
    LocalSnowflake snowflake = LocalSnowflake.start(directory, 0);
    snowflake.createSchema("DB", "S");
    KeyPair pair = keyPair();
    snowflake.addUser("loader", pair.getPublic());
    Path keyFile =
        Files.writeString(directory.resolve("key.pem"), pem(pair.getPrivate().getEncoded()));
    return new SnowflakeServer(snowflake, keyFile);
  }

  static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(byte[] pkcs8) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pkcs8)
        + "\n-----END PRIVATE KEY-----\n";
  }

  LocalSnowflake snowflake() {
    return snowflake;
  }

  Path keyFile() {
    return keyFile;
  }

  /** The options of a table, in SQL. */
  String with(String table, String... more) {
    return "WITH ('connector' = 'snowflake', 'url' = '"
        + snowflake.url()
        + "', 'database' = 'db', 'schema' = 's', 'warehouse' = 'wh', 'user' = 'loader',"
        + " 'private-key.file' = '"
        + keyFile
        + "', 'table' = '"
        + table
        + "', 'sink.retry-interval' = '100 ms'"
        + String.join("", List.of(more).stream().map(option -> ", " + option).toList())
        + ")";
  }

  /** The target as the options of a table say. */
  SnowflakeTarget target(RowType rowType, List<String> primaryKey, Configuration more) {
    Configuration options = new Configuration();
    options.set(SnowflakeConnectorOptions.URL, snowflake.url());
    options.set(SnowflakeConnectorOptions.DATABASE, "db");
    options.set(SnowflakeConnectorOptions.SCHEMA, "s");
    options.set(SnowflakeConnectorOptions.WAREHOUSE, "wh");
    options.set(SnowflakeConnectorOptions.USER, "loader");
    options.set(SnowflakeConnectorOptions.PRIVATE_KEY_FILE, keyFile.toString());
    options.set(SnowflakeConnectorOptions.TABLE, "kpi");
    options.set(SnowflakeConnectorOptions.SCHEMA_CHANGES, SchemaChanges.EVOLVE);
    options.set(SnowflakeConnectorOptions.RETRY_INTERVAL, Duration.ofMillis(50));
    options.addAll(more);
    return SnowflakeTargets.of(options, rowType, primaryKey, "kpi");
  }

  /** Rows as texts, by DuckDB. */
  List<List<String>> query(String sql) throws SQLException {
    List<List<String>> found = new ArrayList<>();
    try (Connection connection = snowflake.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("USE \"DB\".\"S\"");
      try (ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            row.add(rows.getString(i));
          }
          found.add(row);
        }
      }
    }
    return found;
  }

  /** Of a query with two columns. */
  TreeMap<String, String> map(String sql) throws SQLException {
    TreeMap<String, String> map = new TreeMap<>();
    for (List<String> row : query(sql)) {
      map.put(row.get(0), row.get(1));
    }
    return map;
  }

  @Override
  public void close() throws SQLException {
    snowflake.close();
  }
}
