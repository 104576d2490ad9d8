package io.alluvium.connectors.postgres.database;

import io.alluvium.connectors.postgres.CaptureSettings;
import io.alluvium.connectors.postgres.KeylessTables;
import io.alluvium.connectors.postgres.PostgresException;
import io.alluvium.connectors.postgres.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The set of tables whose changes the server sends. It must exist before the replication slot does:
 * the server looks it up as of each change that it decodes.
 */
final class Publication {
  private static final String PUBLISHED =
      """
      SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = ?
      UNION
      SELECT n.nspname, c.relname
      FROM pg_publication_rel r
      JOIN pg_publication p ON p.oid = r.prpubid
      JOIN pg_class c ON c.oid = r.prrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE p.pubname = ?
      """;
  private static final int PARTITION_ROOTS_SINCE = 130_000;

  private final CaptureSettings settings;
  private final Connection connection;
  private final String name;

  Publication(CaptureSettings settings, Connection connection) {
    this.settings = settings;
    this.connection = connection;
    this.name = settings.publication();
  }

  /**
   * Creates the publication where it is absent, adds the tables that it lacks, and waits for the
   * transactions that it came too late for.
   */
  void ensure(List<CatalogTable> tables, int serverVersion) throws SQLException {
    Optional<Boolean> allTables =
        Queries.first(
            connection,
            row -> row.getBoolean(1),
            "SELECT puballtables FROM pg_publication WHERE pubname = ?",
            name);
    if (allTables.isEmpty()) {
      if (tables.isEmpty()) {
        throw PostgresException.permanent(
            "No table of "
                + settings.address()
                + " is captured: the selection of tables fits none, and publication '"
                + name
                + "' does not exist. Check the names, which are case-sensitive.");
      }
      identify(tables);
      execute(
          "CREATE PUBLICATION " + TableName.quote(name) + " FOR TABLE ",
          tables,
          serverVersion >= PARTITION_ROOTS_SINCE
              ? " WITH (publish_via_partition_root = true)"
              : "");
    } else if (!allTables.get()) {
      Set<TableName> published =
          new HashSet<>(
              Queries.all(
                  connection,
                  row -> new TableName(row.getString(1), row.getString(2)),
                  PUBLISHED,
                  name,
                  name));
      List<CatalogTable> missing =
          tables.stream().filter(table -> !published.contains(table.name())).toList();
      if (!missing.isEmpty()) {
        identify(missing);
        execute("ALTER PUBLICATION " + TableName.quote(name) + " ADD TABLE ", missing, "");
      }
    }
    new EarlierTransactions(connection, name, settings.publicationPatience()).await();
  }

  private void identify(List<CatalogTable> tables) {
    List<CatalogTable> keyless = tables.stream().filter(CatalogTable::lacksIdentity).toList();
    for (CatalogTable table : keyless) {
      String sql = "ALTER TABLE " + table.name().quoted() + " REPLICA IDENTITY FULL";
      if (settings.keylessTables() == KeylessTables.REFUSE) {
        throw PostgresException.permanent(
            "Table "
                + table.name()
                + " of "
                + settings.address()
                + " has no primary key or other replica identity: once it is published the server"
                + " refuses its updates and deletes. Run "
                + sql
                + ", or add a primary key.");
      }
      run(sql, "Table " + table.name() + " cannot be given a replica identity");
    }
  }

  private void execute(String command, List<CatalogTable> tables, String options) {
    String sql =
        command
            + tables.stream().map(table -> table.name().quoted()).collect(Collectors.joining(", "))
            + options;
    run(sql, "Publication '" + name + "' cannot be set up");
  }

  private void run(String sql, String problem) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw PostgresException.permanent(
          problem
              + " in "
              + settings.address()
              + ": "
              + PostgresErrors.oneLine(e)
              + ". Have an owner of the tables run: "
              + sql,
          e);
    }
  }
}
