package io.alluvium.connectors.postgres.database;

import io.alluvium.connectors.postgres.CaptureSettings;
import io.alluvium.connectors.postgres.PostgresException;
import io.alluvium.connectors.postgres.TableName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/**
 * By what tables are members of the publication. The server leaves out the changes of a table that
 * is none, and says nothing of it; whoever takes a table out and puts it back makes a gap. But each
 * time the membership gets another number in the catalog, so that the gap shows.
 */
@Internal
public final class Memberships {
  private static final int SCHEMAS_SINCE = 15;
  private static final String OF_SCHEMA =
      """
             (SELECT min(s.oid::bigint) FROM pg_publication_namespace s
              WHERE s.pnpubid = p.oid AND s.pnnspid = c.relnamespace),
      """;
  private static final String MEMBERS =
      """
      SELECT c.oid, n.nspname, c.relname, coalesce(
             (SELECT min(r.oid::bigint) FROM pg_publication_rel r
              WHERE r.prpubid = p.oid
                AND (r.prrelid = c.oid
                     OR r.prrelid IN (SELECT relid FROM pg_partition_ancestors(c.oid)))),
      %s
             CASE WHEN p.puballtables THEN p.oid::bigint END,
             0)
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_publication p ON p.pubname = ?
      WHERE c.oid = ANY (?)
      """;

  private Memberships() {}

  /**
   * A table that is captured.
   *
   * @param name that it has now
   * @param number of its membership; 0 for none
   */
  public record Member(TableName name, long number) {

    /**
     * Refuses to go on where the table was out of the publication since.
     *
     * @param now the same table, as it is later
     * @throws PostgresException where changes are missing
     */
    public void checkSame(Member now, CaptureSettings settings) {
      if (number == 0 || number == now.number || !name.equals(now.name)) {
        return;
      }
      throw PostgresException.permanent(
          "Table "
              + name
              + " of "
              + settings.address()
              + (now.number == 0
                  ? " is not in publication '" + settings.publication() + "' any more"
                  : " was taken out of publication '" + settings.publication() + "' for a time")
              + ": the server does not send the changes that were made since. Drop slot '"
              + settings.slot()
              + "', and start the job without its state, so that it begins with a snapshot; or leave"
              + " the table out.");
    }
  }

  /** By the tables' numbers; those that are gone are not among them. */
  public static Map<Long, Member> of(
      Connection connection, String publication, Collection<Long> tables) throws SQLException {
    boolean schemas = connection.getMetaData().getDatabaseMajorVersion() >= SCHEMAS_SINCE;
    Array numbers = connection.createArrayOf("oid", tables.toArray());
    Map<Long, Member> members = new HashMap<>();
    Queries.all(
            connection,
            row ->
                Map.entry(
                    row.getLong(1),
                    new Member(new TableName(row.getString(2), row.getString(3)), row.getLong(4))),
            MEMBERS.formatted(schemas ? OF_SCHEMA : ""),
            publication,
            numbers)
        .forEach(entry -> members.put(entry.getKey(), entry.getValue()));
    return members;
  }
}
