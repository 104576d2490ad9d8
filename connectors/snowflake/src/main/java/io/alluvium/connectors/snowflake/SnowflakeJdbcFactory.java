package io.alluvium.connectors.snowflake;

import org.apache.flink.annotation.Internal;
import org.apache.flink.connector.jdbc.core.database.JdbcFactory;
import org.apache.flink.connector.jdbc.core.database.catalog.JdbcCatalog;
import org.apache.flink.connector.jdbc.core.database.dialect.JdbcDialect;

/** Lets Flink's JDBC connector read from Snowflake: found by the URL of a table. */
@Internal
public final class SnowflakeJdbcFactory implements JdbcFactory {
  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith("jdbc:snowflake:");
  }

  @Override
  public JdbcDialect createDialect() {
    return new SnowflakeDialect();
  }

  @Override
  public JdbcCatalog createCatalog(
      ClassLoader classLoader,
      String catalogName,
      String defaultDatabase,
      String username,
      String password,
      String baseUrl) {
    throw new UnsupportedOperationException(
        "There is no catalog of Snowflake's tables: declare each with CREATE TABLE.");
  }
}
