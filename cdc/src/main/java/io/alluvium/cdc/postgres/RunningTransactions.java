package io.alluvium.cdc.postgres;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Lets the transactions end that run just now. For a moment a committed transaction is in the log
 * but cannot be seen: a snapshot that began in that moment would miss it, and the stream, which
 * begins where the log was, as well.
 *
 * <p>A transaction that goes on for longer has not committed yet; the stream will give it.
 */
final class RunningTransactions implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Duration LONGEST_MOMENT = Duration.ofSeconds(2);
  private static final long POLL_MILLIS = 5;

  private final DatabaseAddress address;

  RunningTransactions(DatabaseAddress address) {
    this.address = address;
  }

  void await() throws SQLException {
    long end = System.nanoTime() + LONGEST_MOMENT.toNanos();
    try (Connection connection = address.connect();
        PreparedStatement oldestRunning =
            connection.prepareStatement("SELECT txid_snapshot_xmin(txid_current_snapshot())")) {
      long next = number(connection, "SELECT txid_snapshot_xmax(txid_current_snapshot())");
      while (number(oldestRunning) < next && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while running transactions end", e);
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return number(statement);
    }
  }

  private static long number(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
