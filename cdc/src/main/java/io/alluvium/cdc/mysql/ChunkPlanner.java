package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * Divides a table by the first column of its key, so that its parts can be read in parallel. The
 * server itself compares, by its own rules of text; a table without a key, or with one that it
 * sorts otherwise than it compares, is read as a whole.
 */
final class ChunkPlanner {
  private final Connection connection;
  private final MySqlCatalog catalog;
  private final int chunkSize;

  ChunkPlanner(ServerAddress address, Connection connection, int chunkSize) {
    this.connection = connection;
    this.catalog = new MySqlCatalog(address, connection);
    this.chunkSize = chunkSize;
  }

  /**
   * @param firstNumber of the chunks
   */
  List<MySqlSplit.Chunk> plan(TableName name, int firstNumber) throws SQLException {
    Optional<MySqlTable> table = catalog.table(name);
    if (table.isEmpty()) {
      return List.of();
    }
    Optional<MySqlColumn> key = key(table.get());
    if (key.isEmpty()) {
      return List.of(new MySqlSplit.Chunk(firstNumber, name, null, null, null, false));
    }
    List<MySqlSplit.Chunk> chunks = new ArrayList<>();
    String above = null;
    String upTo;
    do {
      upTo = bound(name, key.get(), above);
      chunks.add(
          new MySqlSplit.Chunk(
              firstNumber + chunks.size(), name, key.get().name(), above, upTo, false));
      above = upTo;
    } while (upTo != null);
    return chunks;
  }

  private static Optional<MySqlColumn> key(MySqlTable table) {
    if (table.key().isEmpty()) {
      return Optional.empty();
    }
    String first = table.key().get(0);
    return table.columns().stream()
        .filter(column -> column.name().equals(first))
        .filter(
            column ->
                switch (column.kind()) {
                  case TINYINT,
                      SMALLINT,
                      MEDIUMINT,
                      INT,
                      BIGINT,
                      DECIMAL,
                      DATE,
                      DATETIME,
                      TEXT,
                      BINARY ->
                      true;
                  default -> false;
                })
        .findFirst();
  }

  /** The key of the last row of the chunk as SQL; null where no more rows follow. */
  @Nullable
  private String bound(TableName table, MySqlColumn key, @Nullable String above)
      throws SQLException {
    String name = Identifiers.quote(key.name());
    String sql =
        "SELECT "
            + (key.kind() == ColumnKind.BINARY
                ? "HEX(" + name + ")"
                : SnapshotColumn.of(key).expression())
            + " FROM "
            + Identifiers.quote(table)
            + (above == null ? "" : " WHERE " + name + " > " + above)
            + " ORDER BY "
            + name
            + " LIMIT "
            + (chunkSize - 1)
            + ", 1";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? literal(key, row.getString(1)) : null;
    }
  }

  private static String literal(MySqlColumn key, String text) {
    return switch (key.kind()) {
      case BINARY -> "x'" + text + "'";
      case TEXT, DATE, DATETIME -> Identifiers.literal(text);
      default -> text;
    };
  }
}
