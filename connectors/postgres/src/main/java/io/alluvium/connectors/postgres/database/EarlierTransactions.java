package io.alluvium.connectors.postgres.database;

import io.alluvium.connectors.postgres.PostgresException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions that began before a table was published. The server sends no change that was
 * made before: where such a transaction commits after the table's rows were read, its changes are
 * in neither. So the rows are not read before it has ended.
 *
 * <p>Looked up anew at each start, since the one that published the table may not have waited to
 * the end.
 */
final class EarlierTransactions {
  private static final Logger LOG = LoggerFactory.getLogger(EarlierTransactions.class);
  private static final long POLL_MILLIS = 100;
  private static final long REPORT_MILLIS = 10_000;

  /** A row's xmin is the transaction that wrote it. */
  private static final String PUBLISHED_BY =
      """
      SELECT xmin::text::bigint FROM pg_publication WHERE pubname = ?
      UNION ALL
      SELECT r.xmin::text::bigint
      FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid WHERE p.pubname = ?
      """;

  private static final String RUNNING =
      "SELECT txid_snapshot_xmin(s), txid_snapshot_xmax(s) FROM txid_current_snapshot() AS s";

  private final Connection connection;
  private final String publication;
  private final Duration patience;

  EarlierTransactions(Connection connection, String publication, Duration patience) {
    this.connection = connection;
    this.publication = publication;
    this.patience = patience;
  }

  /**
   * Returns when they have ended.
   *
   * @throws PostgresException where they go on for longer than the patience lasts
   */
  void await() throws SQLException {
    List<Integer> publishedBy =
        Queries.all(
            connection, row -> (int) row.getLong(1), PUBLISHED_BY, publication, publication);
    long start = System.nanoTime();
    long nextReport = REPORT_MILLIS;
    while (areRunning(publishedBy)) {
      long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      if (waited > patience.toMillis()) {
        throw PostgresException.passing(
            "Transactions that began before publication '"
                + publication
                + "' got its tables still run after "
                + patience.toMinutes()
                + " minutes: their changes would be missing. See pg_stat_activity for the sessions"
                + " with the oldest xact_start; end them, or start the job again later.",
            null);
      }
      if (waited > nextReport) {
        LOG.info(
            "Waiting for transactions that began before publication {} got its tables",
            publication);
        nextReport += REPORT_MILLIS;
      }
      Pause.millis(POLL_MILLIS, "earlier transactions end");
    }
  }

  /**
   * Numbers of transactions wrap around at 32 bits and are compared by their difference. One that
   * wrote the publication an age ago may seem to be among those that run, for as long as these do.
   */
  private boolean areRunning(List<Integer> publishedBy) throws SQLException {
    int[] range =
        Queries.first(
                connection, row -> new int[] {(int) row.getLong(1), (int) row.getLong(2)}, RUNNING)
            .orElseThrow();
    return publishedBy.stream().anyMatch(xid -> range[0] - xid <= 0 && range[1] - xid > 0);
  }
}
