package io.alluvium.connectors.snowflake;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.types.Row;

/** To look at what is in Snowflake, logged in as the sink is. Not for several threads. */
@PublicEvolving
public final class SnowflakeSession implements AutoCloseable {
  private final String url;
  private final Connection connection;

  private SnowflakeSession(String url, Connection connection) {
    this.url = url;
    this.connection = connection;
  }

  /**
   * What a statement gave.
   *
   * @param names of columns; empty where the statement gives no rows
   */
  public record Result(List<String> names, List<Row> rows) {}

  /**
   * Logs in.
   *
   * @param options of the connector, as far as they say where and as whom
   * @throws org.apache.flink.table.api.ValidationException where an option is missing or wrong
   * @throws SnowflakeException where the login is refused, with the reason and the remedy
   */
  public static SnowflakeSession open(ReadableConfig options) throws IOException {
    SnowflakeAccount account = SnowflakeTargets.account(options);
    try {
      return new SnowflakeSession(account.url(), account.connect());
    } catch (SQLException e) {
      throw SnowflakeErrors.describe("Snowflake at " + account.url(), "the login", e);
    }
  }

  /** Its JDBC connection, which ends with the session. */
  public Connection connection() {
    return connection;
  }

  /**
   * Runs one statement, and takes all its rows.
   *
   * @throws SnowflakeException where it fails, with the reason and the remedy
   */
  public Result run(String sql) throws IOException {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return new Result(List.of(), List.of());
      }
      try (ResultSet found = statement.getResultSet()) {
        ResultSetMetaData metadata = found.getMetaData();
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
          names.add(metadata.getColumnLabel(i));
        }
        List<Row> rows = new ArrayList<>();
        while (found.next()) {
          Row row = new Row(names.size());
          for (int i = 0; i < names.size(); i++) {
            row.setField(i, found.getString(i + 1));
          }
          rows.add(row);
        }
        return new Result(names, rows);
      }
    } catch (SQLException e) {
      throw SnowflakeErrors.describe("Snowflake at " + url, "the statement", e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw SnowflakeErrors.describe("Snowflake at " + url, "the logout", e);
    }
  }
}
