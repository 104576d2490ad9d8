package io.alluvium.cdc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a PostgreSQL database says of its tables; refuses what cannot be captured. */
final class PostgresCatalog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresCatalog.class);

  private static final String TABLE =
      """
      SELECT c.relkind, c.relreplident, has_table_privilege(c.oid, 'SELECT'),
             EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ?
      """;
  private static final String COLUMNS =
      """
      SELECT a.attname, coalesce(b.typname, t.typname),
             CASE WHEN b.oid IS NULL THEN a.atttypmod ELSE t.typtypmod END
      FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_type b ON b.oid = t.typbasetype
      WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """;

  /** The columns that a change gives of the row as it was before; none where it gives all. */
  private static final String IDENTITY =
      """
      SELECT a.attname
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_index i ON i.indrelid = c.oid
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
      WHERE n.nspname = ? AND c.relname = ?
        AND (c.relreplident = 'd' AND i.indisprimary OR c.relreplident = 'i' AND i.indisreplident)
      """;

  private final DatabaseAddress address;
  private final Connection connection;

  private PostgresCatalog(DatabaseAddress address, Connection connection) {
    this.address = address;
    this.connection = connection;
  }

  static PostgresCatalog connect(DatabaseAddress address) {
    try {
      return new PostgresCatalog(address, address.connect());
    } catch (SQLException e) {
      throw PostgresErrors.connecting(address, e);
    }
  }

  /** Refuses a server or a role that cannot replicate. */
  void checkReplication() {
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

  SourceTable table(TableName name) {
    checkTable(name);
    List<SourceColumn> columns = new ArrayList<>();
    Set<String> identity = new HashSet<>();
    try (PreparedStatement statement = prepare(COLUMNS, name);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        columns.add(new SourceColumn(rows.getString(1), rows.getString(2), rows.getInt(3)));
      }
    } catch (SQLException e) {
      throw PostgresErrors.reading(address, name.toString(), e);
    }
    try (PreparedStatement statement = prepare(IDENTITY, name);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        identity.add(rows.getString(1));
      }
    } catch (SQLException e) {
      throw PostgresErrors.reading(address, name.toString(), e);
    }
    return new SourceTable(name, List.copyOf(columns), new ReplicaIdentity(identity));
  }

  private void checkTable(TableName name) {
    try (PreparedStatement statement = prepare(TABLE, name);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        throw refused(name, "does not exist", "Check --table-names, or create the table");
      }
      if (!"r".equals(row.getString(1))) {
        throw refused(
            name,
            "is not an ordinary table",
            "Name ordinary tables only: views and partitioned tables cannot be captured");
      }
      if (!row.getBoolean(3)) {
        throw refused(
            name,
            "may not be read by role '" + address.username() + "'",
            "Run GRANT SELECT ON " + name.quoted() + " TO " + TableName.quote(address.username()));
      }
      if (!row.getBoolean(4)) {
        throw refused(
            name,
            "has no primary key, so that its rows cannot be told apart",
            "Run ALTER TABLE " + name.quoted() + " ADD PRIMARY KEY (...)");
      }
      if (!"f".equals(row.getString(2))) {
        LOG.info(
            "Table {} gives no earlier values with its changes; ALTER TABLE {} REPLICA IDENTITY FULL"
                + " would, and would keep large values that a change leaves alone.",
            name,
            name.quoted());
      }
    } catch (SQLException e) {
      throw PostgresErrors.reading(address, name.toString(), e);
    }
  }

  private CdcException refused(TableName name, String reason, String remedy) {
    return new CdcException(
        "Table "
            + name
            + " of database '"
            + address.database()
            + "' at "
            + address.server()
            + " "
            + reason
            + ". "
            + remedy
            + ".");
  }

  Publication publication(String name) {
    return new Publication(address, connection, name);
  }

  private PreparedStatement prepare(String sql, TableName name) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setString(1, name.schema());
    statement.setString(2, name.table());
    return statement;
  }

  private String single(String sql) {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getString(1) : null;
    } catch (SQLException e) {
      throw PostgresErrors.reading(address, "its settings", e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("The connection to {} could not be closed", address.server(), e);
    }
  }
}
