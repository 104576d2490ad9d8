package io.alluvium.cdc.postgres;

import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.check.SlotState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** A replication slot: until it is dropped the server keeps its log from its position on. */
final class ReplicationSlot {
  private static final String STATE =
      """
      SELECT confirmed_flush_lsn::text,
             coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn), -1)::bigint,
             active, coalesce(wal_status = 'lost', false)
      FROM pg_replication_slots WHERE slot_name = ?
      """;

  private final DatabaseAddress address;
  private final Connection connection;
  private final String name;

  ReplicationSlot(DatabaseAddress address, Connection connection, String name) {
    this.address = address;
    this.connection = connection;
    this.name = name;
  }

  static String dropStatement(String name) {
    return "SELECT pg_drop_replication_slot('" + name + "')";
  }

  Optional<SlotState> state() {
    try (PreparedStatement statement = connection.prepareStatement(STATE)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(
                new SlotState(
                    name,
                    row.getString(1) == null ? "" : row.getString(1),
                    row.getLong(2),
                    row.getBoolean(3),
                    row.getBoolean(4)))
            : Optional.empty();
      }
    } catch (SQLException e) {
      throw PostgresErrors.reading(address, "slot " + name, e);
    }
  }

  void drop() {
    if (state().map(SlotState::active).orElse(false)) {
      throw new CdcException(
          "Slot '"
              + name
              + "' at "
              + address.server()
              + " is read by a job just now. Stop the job first.");
    }
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_drop_replication_slot(?)")) {
      statement.setString(1, name);
      statement.execute();
    } catch (SQLException e) {
      throw new CdcException(
          "Slot '"
              + name
              + "' at "
              + address.server()
              + " cannot be dropped: "
              + PostgresErrors.oneLine(e)
              + ". Have a role with REPLICATION run: "
              + dropStatement(name),
          e);
    }
  }
}
