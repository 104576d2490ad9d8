package io.alluvium.connectors.snowflake;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;

/** Whether a table still has what was applied to it. */
final class AppliedBatches {
  /** An object does not exist, or the role may not see it. */
  static final int DOES_NOT_EXIST = 2003;

  private final TableLayout layout;
  private final Duration tombstoneTimeToLive;

  /**
   * @param tombstoneTimeToLive how long the rows of a batch stay, also those that are deleted
   */
  AppliedBatches(TableLayout layout, Duration tombstoneTimeToLive) {
    this.layout = layout;
    this.tombstoneTimeToLive = tombstoneTimeToLive;
  }

  /**
   * @param batches that were applied
   * @throws StoreLostException where the ledger does not know one of them, or has no rows of it
   */
  void require(Connection connection, Collection<String> batches) throws SQLException {
    if (batches.isEmpty()) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      for (String batch : batches) {
        if (isMissing(statement, batch)) {
          throw new StoreLostException(layout.fullName());
        }
      }
    } catch (SQLException e) {
      if (e.getErrorCode() == DOES_NOT_EXIST) {
        throw new StoreLostException(layout.fullName());
      }
      throw e;
    }
  }

  /** Whether the ledger has the batch. */
  boolean has(Connection connection, String batch) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet entry =
            statement.executeQuery(
                "SELECT BATCH FROM "
                    + layout.ledger()
                    + " WHERE BATCH = "
                    + Identifiers.text(batch))) {
      return entry.next();
    }
  }

  private boolean isMissing(Statement statement, String batch) throws SQLException {
    boolean leftRows;
    try (ResultSet entry =
        statement.executeQuery(
            "SELECT IFF(ROW_COUNT > 0 AND APPLIED_AT > DATEADD('SECOND', -"
                + tombstoneTimeToLive.toSeconds()
                + ", CURRENT_TIMESTAMP()), 1, 0) FROM "
                + layout.ledger()
                + " WHERE BATCH = "
                + Identifiers.text(batch))) {
      if (!entry.next()) {
        return true;
      }
      leftRows = entry.getInt(1) == 1;
    }
    try (ResultSet row =
        statement.executeQuery("SELECT \"_EPOCH\" FROM " + layout.rows() + " LIMIT 1")) {
      return leftRows && !row.next();
    }
  }
}
