package io.alluvium.connectors.postgres.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.flink.annotation.Internal;

/**
 * Lets the transactions end that run just now. For a moment a committed transaction is in the log
 * but cannot be seen: a snapshot that began in that moment would miss it, and a stream that begins
 * behind it as well. Only a snapshot that was made together with its slot needs no such care.
 *
 * <p>A transaction that goes on for longer has not committed yet; the stream will give it.
 */
@Internal
public final class RunningTransactions {
  private static final Duration LONGEST_MOMENT = Duration.ofSeconds(2);
  private static final long POLL_MILLIS = 5;
  private static final String OLDEST = "SELECT txid_snapshot_xmin(txid_current_snapshot())";
  private static final String NEXT = "SELECT txid_snapshot_xmax(txid_current_snapshot())";

  private RunningTransactions() {}

  public static void await(Connection connection) throws SQLException {
    long end = System.nanoTime() + LONGEST_MOMENT.toNanos();
    long next = number(connection, NEXT);
    while (number(connection, OLDEST) < next && System.nanoTime() < end) {
      Pause.millis(POLL_MILLIS, "running transactions end");
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    return Queries.first(connection, row -> row.getLong(1), sql).orElseThrow();
  }
}
