package io.alluvium.benchmarks.serving;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.local.snowflake.LocalSnowflake;
import io.alluvium.local.snowflake.StatementMoment;
import io.alluvium.local.snowflake.UserKey;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The double of Snowflake that sides write rows of KPIs to, each run to a table of its own. */
public final class SnowflakeStore implements AutoCloseable {
  private static final String NAME = "BENCH";
  private static final Set<String> COUNTED = Set.of("COPY", "MERGE", "INSERT");

  private final LocalSnowflake snowflake;
  private final UserKey key;
  private final AtomicLong statements = new AtomicLong();
  private final AtomicInteger tables = new AtomicInteger();

  public SnowflakeStore(Path folder) throws IOException, SQLException {
    key = UserKey.in(folder.resolve("key.pem"));
    snowflake = LocalSnowflake.start(folder.resolve("data"), 0);
    snowflake.createSchema(NAME, "GOLD");
    snowflake.addUser(NAME, key.publicKey());
    snowflake.tap(
        (moment, sql) -> {
          if (moment == StatementMoment.BEFORE
              && COUNTED.contains(sql.strip().split("\\s", 2)[0].toUpperCase(Locale.ROOT))) {
            statements.incrementAndGet();
          }
          return true;
        });
  }

  public String url() {
    return snowflake.url();
  }

  public Path keyFile() {
    return key.file();
  }

  /** The name of a table that is not there yet. Statements are counted from here on. */
  public String newTable() {
    statements.set(0);
    return "KPI" + tables.incrementAndGet();
  }

  /** COPY, MERGE and INSERT since {@link #newTable}. */
  public long statements() {
    return statements.get();
  }

  /**
   * @throws BenchmarkException where not each key has its last row
   */
  public void requireLast(String side, String table, long rows) {
    long keys = Math.min(rows, KpiRows.KEYS);
    long sum = (rows - keys + rows - 1) * keys / 2;
    try (Connection connection = snowflake.connect();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT count(DISTINCT NAME), count(*), sum(READINGS) FROM \"BENCH\".\"GOLD\"."
                    + table)) {
      found.next();
      if (found.getLong(1) != keys || found.getLong(2) != keys || found.getLong(3) != sum) {
        throw new BenchmarkException(side + " has not left the last row of each key in " + table);
      }
    } catch (SQLException e) {
      throw new BenchmarkException("The table of " + side + " cannot be read", e);
    }
  }

  @Override
  public void close() throws SQLException {
    snowflake.close();
  }
}
