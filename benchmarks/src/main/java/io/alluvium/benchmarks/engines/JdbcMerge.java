package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.serving.KpiRows;
import io.alluvium.benchmarks.worker.Engine;
import io.alluvium.connectors.snowflake.SnowflakeConnectorOptions;
import io.alluvium.connectors.snowflake.SnowflakeSession;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.apache.flink.configuration.Configuration;

/**
 * As one would without a stage: rows by JDBC batches into a table, and a MERGE for each key's rows.
 * Parameters: {@code url}, {@code key}, {@code table}, {@code rows}.
 */
public final class JdbcMerge implements Engine {
  /** With fewer values than the driver puts into a stage. */
  private static final int BATCH = 10_000;

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    String table = parameters.get("table");
    long rows = Long.parseLong(parameters.get("rows"));
    try (SnowflakeSession session = SnowflakeSession.open(options(parameters));
        Statement statement = session.connection().createStatement()) {
      String columns = " (NAME VARCHAR, READINGS NUMBER(19,0), STATE VARCHAR, MEAN FLOAT)";
      statement.execute("CREATE TABLE " + table + columns);
      statement.execute("CREATE TRANSIENT TABLE " + table + "_NEW" + columns);
      for (long from = 0; from < rows; from += KpiRows.KEYS) {
        insert(session.connection(), table, from, Math.min(rows, from + KpiRows.KEYS));
        statement.execute(merge(table));
        statement.execute("DELETE FROM " + table + "_NEW");
      }
    }
    return Map.of();
  }

  private static void insert(Connection connection, String table, long from, long to)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + table + "_NEW VALUES (?, ?, ?, ?)")) {
      for (long row = from; row < to; row++) {
        insert.setString(1, KpiRows.name(row));
        insert.setLong(2, row);
        insert.setString(3, KpiRows.state(row));
        insert.setDouble(4, KpiRows.mean(row));
        insert.addBatch();
        if ((row + 1) % BATCH == 0 || row + 1 == to) {
          insert.executeBatch();
        }
      }
    }
  }

  private static String merge(String table) {
    return "MERGE INTO "
        + table
        + " T USING (SELECT NAME, READINGS, STATE, MEAN FROM "
        + table
        + "_NEW) S ON T.NAME = S.NAME WHEN MATCHED AND S.READINGS > T.READINGS THEN UPDATE SET"
        + " READINGS = S.READINGS, STATE = S.STATE, MEAN = S.MEAN WHEN NOT MATCHED THEN INSERT"
        + " (NAME, READINGS, STATE, MEAN) VALUES (S.NAME, S.READINGS, S.STATE, S.MEAN)";
  }

  private static Configuration options(Map<String, String> parameters) {
    Configuration options = new Configuration();
    options.set(SnowflakeConnectorOptions.URL, parameters.get("url"));
    options.set(SnowflakeConnectorOptions.PRIVATE_KEY_FILE, parameters.get("key"));
    options.set(SnowflakeConnectorOptions.USER, "BENCH");
    options.set(SnowflakeConnectorOptions.DATABASE, "BENCH");
    options.set(SnowflakeConnectorOptions.SCHEMA, "GOLD");
    options.set(SnowflakeConnectorOptions.WAREHOUSE, "BENCH");
    return options;
  }
}
