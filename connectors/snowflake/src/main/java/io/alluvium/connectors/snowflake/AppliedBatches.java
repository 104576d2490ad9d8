package io.alluvium.connectors.snowflake;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a table still has what was applied to it. */
final class AppliedBatches {
  private static final Logger LOG = LoggerFactory.getLogger(AppliedBatches.class);

  /** An object does not exist, or the role may not see it. */
  static final int DOES_NOT_EXIST = 2003;

  private final TableLayout layout;
  private final SchemaChanges allowed;
  private final Duration tombstoneTimeToLive;

  /**
   * @param allowed what the sink may create
   * @param tombstoneTimeToLive how long the rows of a batch stay, also those that are deleted
   */
  AppliedBatches(TableLayout layout, SchemaChanges allowed, Duration tombstoneTimeToLive) {
    this.layout = layout;
    this.allowed = allowed;
    this.tombstoneTimeToLive = tombstoneTimeToLive;
  }

  /**
   * @param batches that were applied
   * @throws StoreLostException where the ledger does not know one of them, or has no rows of it
   * @throws SQLException also where a table does not exist or the role may not see it
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
      if (e.getErrorCode() == DOES_NOT_EXIST && isDropped(connection, batches)) {
        throw new StoreLostException(layout.fullName());
      }
      throw e;
    }
  }

  /**
   * Whether a table is surely not there: the role may have lost sight of it, which is no loss. So
   * it is if it sees others of the sink's tables; or, where it sees none, if it can make one anew.
   */
  private boolean isDropped(Connection connection, Collection<String> batches) {
    try (Statement statement = connection.createStatement()) {
      Set<String> seen = seen(statement);
      if (!seen.isEmpty()) {
        return !seen.containsAll(List.of(layout.rows(), layout.ledger()));
      }
      if (allowed == SchemaChanges.NONE) {
        return false;
      }
      // Refused where there is one that the role may not see, or not to be read then. A ledger
      // without the batch tells the same of the table as none.
      statement.execute(new TableStatements(layout).createLedger());
      return !has(connection, batches.iterator().next());
    } catch (SQLException e) {
      LOG.warn("Snowflake table {}: whether it was dropped is not known", layout.fullName(), e);
      return false;
    }
  }

  private Set<String> seen(Statement statement) throws SQLException {
    Set<String> seen = new HashSet<>();
    try (ResultSet tables =
        statement.executeQuery(
            "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = "
                + Identifiers.text(layout.schema())
                + " AND TABLE_NAME IN ("
                + Identifiers.texts(layout.tables())
                + ")")) {
      while (tables.next()) {
        seen.add(tables.getString(1));
      }
    }
    return seen;
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
