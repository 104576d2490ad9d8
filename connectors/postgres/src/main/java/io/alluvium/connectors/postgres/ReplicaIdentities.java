package io.alluvium.connectors.postgres;

import io.alluvium.connectors.postgres.database.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Finds tables whose rows the log could not name: those without a primary key, or with one that is
 * deferrable, unless told otherwise. Once such a table is published, the server refuses its updates
 * and deletes, to everybody.
 */
@PublicEvolving
public final class ReplicaIdentities {

  /** Each partition has an identity of its own, and it is the one that counts. */
  private static final String LACKING =
      """
      WITH asked AS (
        SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ? AND c.relname = ?)
      SELECT n.nspname, c.relname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE (c.oid IN (SELECT oid FROM asked)
             OR c.oid IN (SELECT part.relid FROM asked, pg_partition_tree(asked.oid) part))
        AND c.relkind IN ('r', 'p')
        AND (c.relreplident = 'n'
             OR c.relreplident = 'd' AND NOT EXISTS (
               SELECT FROM pg_index i
               WHERE i.indrelid = c.oid AND i.indisprimary AND i.indimmediate)
             OR c.relreplident = 'i' AND NOT EXISTS (
               SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisreplident))
      ORDER BY n.nspname, c.relname
      """;

  private final Connection connection;

  public ReplicaIdentities(Connection connection) {
    this.connection = connection;
  }

  /** Of a table and its partitions, those without an identity. */
  public List<TableName> lacking(TableName table) throws SQLException {
    return Queries.all(
        connection,
        row -> new TableName(row.getString(1), row.getString(2)),
        LACKING,
        table.schema(),
        table.table());
  }

  public List<TableName> lacking(List<TableName> tables) throws SQLException {
    List<TableName> lacking = new ArrayList<>();
    for (TableName table : tables) {
      lacking.addAll(lacking(table));
    }
    return lacking;
  }

  /** The SQL that lets the log name all columns of a changed row. */
  public static String remedy(TableName table) {
    return "ALTER TABLE " + table.quoted() + " REPLICA IDENTITY FULL";
  }
}
