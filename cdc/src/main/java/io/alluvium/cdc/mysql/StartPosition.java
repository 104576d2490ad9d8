package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.CdcException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a place in the log so that whatever is before it can be seen by a query that begins later.
 *
 * <p>That is not so of the log's end: for a moment a transaction is in the log but cannot be seen.
 * MariaDB gives the place of a transaction's view of the data; elsewhere the transactions are
 * waited for that ran when the log's end was asked for. One that goes on for longer has not
 * committed yet; the log will give it.
 */
final class StartPosition {
  private static final Logger LOG = LoggerFactory.getLogger(StartPosition.class);
  private static final Duration LONGEST_MOMENT = Duration.ofSeconds(2);
  private static final long POLL_MILLIS = 5;
  private static final String RUNNING = "SELECT trx_id FROM information_schema.innodb_trx";
  private static final int SYNTAX_ERROR = 1064;

  private final ServerAddress address;

  StartPosition(ServerAddress address) {
    this.address = address;
  }

  BinlogPosition find() throws SQLException {
    try (Connection connection = address.await();
        Statement statement = connection.createStatement()) {
      BinlogPosition ofView = ofView(statement);
      if (ofView != null) {
        return ofView;
      }
      BinlogPosition end = end(statement);
      awaitRunning(connection);
      return end;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while running transactions end", e);
    }
  }

  /** Null where the server does not say. */
  private static BinlogPosition ofView(Statement statement) throws SQLException {
    statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
    String file = null;
    long offset = 0;
    try (ResultSet rows = statement.executeQuery("SHOW STATUS LIKE 'binlog_snapshot_%'")) {
      while (rows.next()) {
        switch (rows.getString(1).toLowerCase(Locale.ROOT)) {
          case "binlog_snapshot_file" -> file = rows.getString(2);
          case "binlog_snapshot_position" -> offset = rows.getLong(2);
          default -> {
            // Newer servers say more.
          }
        }
      }
    }
    statement.execute("ROLLBACK");
    return file == null || file.isEmpty() ? null : new BinlogPosition(file, offset);
  }

  private BinlogPosition end(Statement statement) throws SQLException {
    try {
      return end(statement, "SHOW MASTER STATUS");
    } catch (SQLException e) {
      if (e.getErrorCode() == SYNTAX_ERROR) {
        // As MySQL calls it from 8.4 on.
        return end(statement, "SHOW BINARY LOG STATUS");
      }
      throw e;
    }
  }

  private BinlogPosition end(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      if (!row.next()) {
        throw new CdcException(
            "MySQL at " + address.server() + " writes no binary log. Start it with log_bin.");
      }
      return new BinlogPosition(row.getString(1), row.getLong(2));
    }
  }

  private void awaitRunning(Connection connection) throws SQLException, InterruptedException {
    long end = System.nanoTime() + LONGEST_MOMENT.toNanos();
    try (PreparedStatement running = connection.prepareStatement(RUNNING)) {
      Set<String> earlier = transactions(running);
      while (!earlier.isEmpty() && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        earlier.retainAll(transactions(running));
      }
    } catch (SQLException e) {
      if (MySqlErrors.isOfConnection(e)) {
        throw e;
      }
      LOG.warn(
          "User '{}' at {} may not see running transactions: one that commits just now can be missing"
              + " in the snapshot. Run GRANT PROCESS ON *.* TO the user.",
          address.username(),
          address.server());
      TimeUnit.NANOSECONDS.sleep(Math.max(0, end - System.nanoTime()));
    }
  }

  private static Set<String> transactions(PreparedStatement running) throws SQLException {
    Set<String> transactions = new HashSet<>();
    try (ResultSet rows = running.executeQuery()) {
      while (rows.next()) {
        transactions.add(rows.getString(1));
      }
    }
    return transactions;
  }
}
