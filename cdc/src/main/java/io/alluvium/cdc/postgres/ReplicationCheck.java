package io.alluvium.cdc.postgres;

import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.capture.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses a server or a role that cannot replicate. */
final class ReplicationCheck {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicationCheck.class);

  private final DatabaseAddress address;
  private final Connection connection;

  ReplicationCheck(DatabaseAddress address, Connection connection) {
    this.address = address;
    this.connection = connection;
  }

  void run() {
    String walLevel = single("SHOW wal_level");
    if (!"logical".equals(walLevel)) {
      throw new CdcException(
          "PostgreSQL at "
              + address.server()
              + " has wal_level = "
              + walLevel
              + ", so that changes cannot be captured. Run ALTER SYSTEM SET wal_level = 'logical'"
              + " and restart the server.");
    }
    if ("off".equals(single("SHOW synchronous_commit"))) {
      LOG.warn(
          "PostgreSQL at {} has synchronous_commit = off: a row that changes while the snapshot reads"
              + " it can show its last changes once more. Run ALTER SYSTEM SET synchronous_commit ="
              + " 'on' for the time of the snapshot.",
          address.server());
    }
    String mayReplicate =
        single("SELECT rolreplication OR rolsuper FROM pg_roles WHERE rolname = current_user");
    if ("f".equals(mayReplicate)) {
      throw new CdcException(
          "Role '"
              + address.username()
              + "' at "
              + address.server()
              + " may not replicate. Run ALTER ROLE "
              + TableName.quote(address.username())
              + " REPLICATION.");
    }
  }

  private String single(String sql) {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getString(1) : null;
    } catch (SQLException e) {
      throw PostgresErrors.reading(address, "its settings", e);
    }
  }
}
