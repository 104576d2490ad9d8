package io.alluvium.connectors.postgres.snapshot;

import io.alluvium.connectors.postgres.TableName;
import io.alluvium.connectors.postgres.database.CatalogTable;
import io.alluvium.connectors.postgres.database.PostgresCatalog;
import io.alluvium.connectors.postgres.database.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The part of a table that is published, which is what the stream has of it.
 *
 * @param columns in the table's order
 * @param filter of rows, in SQL; empty for all
 */
record SnapshotSource(CatalogTable table, List<CatalogTable.Column> columns, String filter) {
  private static final int LISTS_SINCE = 15;
  private static final String PUBLISHED =
      """
      SELECT attnames::text[], coalesce(rowfilter, '')
      FROM pg_publication_tables WHERE pubname = ? AND schemaname = ? AND tablename = ?
      """;

  private record Published(Set<String> columns, String filter) {}

  /** Empty where the table is gone. */
  static Optional<SnapshotSource> find(
      Connection connection, TableName name, TableName relation, String publication)
      throws SQLException {
    Optional<CatalogTable> table = new PostgresCatalog(connection).table(name);
    if (table.isEmpty()) {
      return Optional.empty();
    }
    List<CatalogTable.Column> columns = table.get().columns();
    if (connection.getMetaData().getDatabaseMajorVersion() < LISTS_SINCE) {
      return Optional.of(new SnapshotSource(table.get(), columns, ""));
    }
    Optional<Published> published = published(connection, name, publication);
    if (published.isEmpty()) {
      published = published(connection, relation, publication);
    }
    Set<String> sent = published.map(Published::columns).orElse(Set.of());
    return Optional.of(
        new SnapshotSource(
            table.get(),
            sent.isEmpty()
                ? columns
                : columns.stream().filter(column -> sent.contains(column.name())).toList(),
            published.map(Published::filter).orElse("")));
  }

  private static Optional<Published> published(
      Connection connection, TableName name, String publication) throws SQLException {
    return Queries.first(
        connection,
        row -> new Published(Set.of((String[]) row.getArray(1).getArray()), row.getString(2)),
        PUBLISHED,
        publication,
        name.schema(),
        name.table());
  }
}
