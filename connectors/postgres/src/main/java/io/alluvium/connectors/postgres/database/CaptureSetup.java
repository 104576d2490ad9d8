package io.alluvium.connectors.postgres.database;

import io.alluvium.connectors.postgres.CaptureSettings;
import io.alluvium.connectors.postgres.PostgresAddress;
import io.alluvium.connectors.postgres.PostgresException;
import io.alluvium.connectors.postgres.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses a server, a role or a table that cannot be captured, and sets the publication up. */
@Internal
public final class CaptureSetup {
  private static final Logger LOG = LoggerFactory.getLogger(CaptureSetup.class);
  private static final int OLDEST_SERVER = 120_000;

  private final CaptureSettings settings;

  public CaptureSetup(CaptureSettings settings) {
    this.settings = settings;
  }

  /** On a connection of its own. */
  public List<CatalogTable> prepare() {
    try (Connection connection = settings.address().open()) {
      return prepare(connection);
    } catch (SQLException e) {
      throw PostgresErrors.translated(settings.address(), "ends the connection", e);
    }
  }

  /** The tables that are captured; those that are not there any more are not among them. */
  public List<CatalogTable> prepare(Connection connection) {
    try {
      checkServer(connection);
      List<CatalogTable> tables = new PostgresCatalog(connection).tables(settings.tables());
      for (CatalogTable table : tables) {
        checkReadable(table);
      }
      new Publication(settings, connection)
          .ensure(tables.stream().map(CatalogTable::name).toList());
      return tables;
    } catch (SQLException e) {
      throw PostgresErrors.translated(settings.address(), "does not tell of its tables", e);
    }
  }

  private void checkServer(Connection connection) throws SQLException {
    PostgresAddress address = settings.address();
    int version = Integer.parseInt(Queries.text(connection, "SHOW server_version_num"));
    if (version < OLDEST_SERVER) {
      throw PostgresException.permanent(
          "PostgreSQL at "
              + address.server()
              + " is of version "
              + Queries.text(connection, "SHOW server_version")
              + "; capturing needs 12 or newer. Upgrade the server.");
    }
    String walLevel = Queries.text(connection, "SHOW wal_level");
    if (!walLevel.equals("logical")) {
      throw PostgresException.permanent(
          "PostgreSQL at "
              + address.server()
              + " has wal_level = "
              + walLevel
              + ", so that changes cannot be captured. Run ALTER SYSTEM SET wal_level = 'logical'"
              + " and restart the server.");
    }
    if (Queries.text(connection, "SHOW synchronous_commit").equals("off")) {
      LOG.warn(
          "PostgreSQL at {} has synchronous_commit = off: a row that changes while the snapshot reads"
              + " it can show its last changes once more. Run ALTER SYSTEM SET synchronous_commit ="
              + " 'on' for the time of the snapshot.",
          address.server());
    }
    String mayReplicate =
        Queries.text(
            connection,
            "SELECT rolreplication OR rolsuper OR (to_regrole('rds_replication') IS NOT NULL"
                + " AND pg_has_role(to_regrole('rds_replication'), 'member'))"
                + " FROM pg_roles WHERE rolname = current_user");
    if (mayReplicate.equals("f")) {
      throw PostgresException.permanent(
          "Role '"
              + address.username()
              + "' at "
              + address.server()
              + " may not replicate. Run ALTER ROLE "
              + TableName.quote(address.username())
              + " REPLICATION.");
    }
  }

  private void checkReadable(CatalogTable table) {
    if (!table.readable()) {
      String role = TableName.quote(settings.address().username());
      throw PostgresException.permanent(
          "Table "
              + table.name()
              + " of "
              + settings.address()
              + " may not be read by role '"
              + settings.address().username()
              + "'. Run GRANT SELECT ON "
              + table.name().quoted()
              + " TO "
              + role
              + ", and GRANT USAGE ON SCHEMA "
              + TableName.quote(table.name().schema())
              + " TO "
              + role
              + ".");
    }
  }
}
