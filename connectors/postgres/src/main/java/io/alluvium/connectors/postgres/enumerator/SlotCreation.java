package io.alluvium.connectors.postgres.enumerator;

import io.alluvium.connectors.postgres.CaptureSettings;
import io.alluvium.connectors.postgres.PostgresException;
import io.alluvium.connectors.postgres.TableName;
import io.alluvium.connectors.postgres.database.PostgresErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.replication.LogSequenceNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the slot, and with it a snapshot of exactly the moment at which its changes begin. */
final class SlotCreation {
  private static final Logger LOG = LoggerFactory.getLogger(SlotCreation.class);
  private static final String LIMIT_EXCEEDED = "53400";

  private SlotCreation() {}

  /**
   * A new slot.
   *
   * @param lsn where its changes begin
   */
  record Created(long lsn, HeldSnapshot snapshot) {}

  static Created create(CaptureSettings settings) throws SQLException {
    LOG.info(
        "Replication slot {} is made; the server first waits for the transactions that run",
        settings.slot());
    Connection connection = settings.address().connectForReplication(true);
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "CREATE_REPLICATION_SLOT "
                    + TableName.quote(settings.slot())
                    + " LOGICAL pgoutput EXPORT_SNAPSHOT")) {
      row.next();
      return new Created(
          LogSequenceNumber.valueOf(row.getString("consistent_point")).asLong(),
          new HeldSnapshot(row.getString("snapshot_name"), connection));
    } catch (SQLException e) {
      connection.close();
      if (PostgresErrors.state(e).equals(LIMIT_EXCEEDED)) {
        throw PostgresException.permanent(
            "PostgreSQL at "
                + settings.address().server()
                + " has no replication slot free for '"
                + settings.slot()
                + "'. Drop one that is not needed (see pg_replication_slots), or raise"
                + " max_replication_slots and restart the server.",
            e);
      }
      throw e;
    }
  }
}
