package io.alluvium.connectors.postgres;

import io.alluvium.connectors.postgres.database.PostgresErrors;
import io.alluvium.connectors.postgres.database.Queries;
import io.alluvium.connectors.postgres.split.StreamPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.apache.flink.annotation.PublicEvolving;

/**
 * The server's memory of how far its log was read. As long as it exists the server keeps the log
 * from there on, so a slot that nobody reads fills the server's disk. Only {@link #drop} removes
 * one.
 */
@PublicEvolving
public final class ReplicationSlot {
  private static final String STATUS =
      """
      SELECT (confirmed_flush_lsn - '0/0')::bigint,
             CASE WHEN pg_is_in_recovery() THEN 0
                  ELSE (pg_current_wal_lsn() - confirmed_flush_lsn)::bigint END,
             CASE WHEN pg_is_in_recovery() THEN 0
                  ELSE (pg_current_wal_lsn() - restart_lsn)::bigint END,
             active, plugin, database
      FROM pg_replication_slots WHERE slot_name = ?
      """;
  private static final String STATUS_OF_LOG =
      "SELECT wal_status FROM pg_replication_slots WHERE slot_name = ?";
  private static final int LOG_STATUS_SINCE = 13;
  private static final String PLUGIN = "pgoutput";

  private final PostgresAddress address;
  private final String name;

  public ReplicationSlot(PostgresAddress address, String name) {
    this.address = address;
    this.name = name;
  }

  /**
   * What the server says of a slot.
   *
   * @param confirmedLsn up to which the log is not needed any more
   * @param lagBytes of log behind it
   * @param retainedBytes of log that the server keeps for it; more than the lag where a transaction
   *     is open
   * @param active whether someone reads it now
   * @param lost whether the server has given up the log that it needs
   */
  public record Status(
      long confirmedLsn, long lagBytes, long retainedBytes, boolean active, boolean lost) {

    /** The place that is confirmed, as PostgreSQL writes it. */
    public String position() {
      return StreamPosition.text(confirmedLsn);
    }
  }

  /** Empty where there is no such slot. */
  public Optional<Status> status() {
    try (Connection connection = address.open()) {
      return status(connection);
    } catch (SQLException e) {
      throw PostgresErrors.translated(address, "does not tell of slot '" + name + "'", e);
    }
  }

  /**
   * Empty where there is no such slot.
   *
   * @throws PostgresException where it is one for something else
   */
  public Optional<Status> status(Connection connection) throws SQLException {
    boolean lost =
        connection.getMetaData().getDatabaseMajorVersion() >= LOG_STATUS_SINCE
            && Queries.first(
                    connection, row -> "lost".equals(row.getString(1)), STATUS_OF_LOG, name)
                .orElse(false);
    return Queries.first(
        connection,
        row -> {
          if (!PLUGIN.equals(row.getString(5)) || !address.database().equals(row.getString(6))) {
            throw PostgresException.permanent(
                "Replication slot '"
                    + name
                    + "' at "
                    + address.server()
                    + " is of another kind or database. Give another slot name.");
          }
          return new Status(
              row.getLong(1), row.getLong(2), row.getLong(3), row.getBoolean(4), lost);
        },
        STATUS,
        name);
  }

  /**
   * Forgets the slot, so that the server need not keep its log any more. The changes since cannot
   * be captured from then on: a later start begins with a snapshot.
   *
   * @return whether there was one
   * @throws PostgresException where it is in use, or the server refuses
   */
  public boolean drop() {
    try (Connection connection = address.open()) {
      if (status(connection).isEmpty()) {
        return false;
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT pg_drop_replication_slot(" + TableName.literal(name) + ")");
      }
      return true;
    } catch (SQLException e) {
      if (PostgresErrors.state(e).equals(PostgresErrors.OBJECT_IN_USE)) {
        throw PostgresException.passing(
            "Replication slot '"
                + name
                + "' at "
                + address.server()
                + " is in use. Stop the job that reads it first.",
            e);
      }
      throw PostgresErrors.translated(address, "does not drop slot '" + name + "'", e);
    }
  }
}
