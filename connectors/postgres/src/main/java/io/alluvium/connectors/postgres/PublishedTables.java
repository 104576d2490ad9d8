package io.alluvium.connectors.postgres;

import io.alluvium.connectors.postgres.database.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.annotation.PublicEvolving;

/**
 * The tables of a publication, whose changes the server sends. It must exist before the replication
 * slot does: the server looks it up as of each change that it decodes.
 */
@PublicEvolving
public final class PublishedTables {
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
  private static final int PARTITION_ROOTS_SINCE = 13;

  private final Connection connection;
  private final String publication;

  public PublishedTables(Connection connection, String publication) {
    this.connection = connection;
    this.publication = publication;
  }

  public boolean exists() throws SQLException {
    return ofAllTables().isPresent();
  }

  /** Those that it lacks; all where it is absent. */
  public List<TableName> missing(List<TableName> tables) throws SQLException {
    Optional<Boolean> allTables = ofAllTables();
    if (allTables.isEmpty()) {
      return tables;
    }
    if (allTables.get()) {
      return List.of();
    }
    Set<TableName> published =
        new HashSet<>(
            Queries.all(
                connection,
                row -> new TableName(row.getString(1), row.getString(2)),
                PUBLISHED,
                publication,
                publication));
    return tables.stream().filter(table -> !published.contains(table)).toList();
  }

  private Optional<Boolean> ofAllTables() throws SQLException {
    return Queries.first(
        connection,
        row -> row.getBoolean(1),
        "SELECT puballtables FROM pg_publication WHERE pubname = ?",
        publication);
  }

  /** The kinds of changes that the server does not send, of {@code insert} and the like. */
  public List<String> operationsLeftOut() throws SQLException {
    return Queries.all(
        connection,
        row -> row.getString(1),
        """
        SELECT o.name FROM pg_publication p
        CROSS JOIN LATERAL (VALUES ('insert', p.pubinsert), ('update', p.pubupdate),
                                   ('delete', p.pubdelete), ('truncate', p.pubtruncate))
                           AS o(name, sent)
        WHERE p.pubname = ? AND NOT o.sent
        """,
        publication);
  }

  /**
   * The SQL that adds tables, and creates the publication where it is absent. Tables that inherit
   * from them are not added: they are tables by themselves. Changes of partitions come as those of
   * their table.
   */
  public String adding(List<TableName> tables) throws SQLException {
    boolean absent = !exists();
    boolean viaRoot =
        absent && connection.getMetaData().getDatabaseMajorVersion() >= PARTITION_ROOTS_SINCE;
    return (absent ? "CREATE PUBLICATION " : "ALTER PUBLICATION ")
        + TableName.quote(publication)
        + (absent ? " FOR TABLE " : " ADD TABLE ")
        + tables.stream().map(table -> "ONLY " + table.quoted()).collect(Collectors.joining(", "))
        + (viaRoot ? " WITH (publish_via_partition_root = true)" : "");
  }
}
