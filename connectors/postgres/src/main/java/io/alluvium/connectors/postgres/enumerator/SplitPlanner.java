package io.alluvium.connectors.postgres.enumerator;

import io.alluvium.connectors.postgres.TableName;
import io.alluvium.connectors.postgres.database.CatalogTable;
import io.alluvium.connectors.postgres.database.Queries;
import io.alluvium.connectors.postgres.split.SnapshotSplit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Splits tables up. One with a key is split by keys, which stay what they are in any snapshot: so a
 * split can go on behind the last key after a failure. One without is split by blocks, which only
 * one snapshot gives a meaning, or not at all where it is small.
 */
final class SplitPlanner {
  private static final int BLOCKS_PER_SAMPLE = 8;
  private static final long MOST_SPLITS = 4_096;

  /** By blocks each split is a scan of its own, which older servers make a scan of everything. */
  private static final int RANGES_OF_BLOCKS_SINCE = 14;

  /** Where keys lie about in the table at random, each split reads all of it. */
  private static final long MOST_SCATTERED_SPLITS = 8;

  private static final double SCATTERED = 0.5;

  private static final String LEAVES =
      """
      SELECT n.nspname, c.relname, pg_relation_size(c.oid)
      FROM pg_partition_tree(?::oid::regclass) t
      JOIN pg_class c ON c.oid = t.relid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE t.isleaf AND c.relkind = 'r'
      ORDER BY n.nspname, c.relname
      """;
  private static final String CORRELATION =
      """
      SELECT abs(correlation) FROM pg_stats
      WHERE schemaname = ? AND tablename = ? AND attname = ? AND correlation IS NOT NULL
      """;

  private final Connection connection;
  private final long splitBytes;

  /** A table, or a partition, that has rows itself. */
  private record Leaf(TableName name, long bytes) {}

  SplitPlanner(Connection connection, long splitBytes) {
    this.connection = connection;
    this.splitBytes = splitBytes;
  }

  List<SnapshotSplit> splits(CatalogTable table) throws SQLException {
    List<Leaf> leaves =
        table.partitioned()
            ? Queries.all(
                connection,
                row -> new Leaf(new TableName(row.getString(1), row.getString(2)), row.getLong(3)),
                LEAVES,
                table.oid())
            : List.of(
                new Leaf(
                    table.name(),
                    Queries.first(
                            connection,
                            row -> row.getLong(1),
                            "SELECT coalesce(pg_relation_size(?::oid::regclass), 0)",
                            table.oid())
                        .orElse(0L)));
    List<SnapshotSplit> splits = new ArrayList<>();
    for (Leaf leaf : leaves) {
      List<SnapshotSplit.Range> ranges = table.key().isEmpty() ? blocks(leaf) : keys(table, leaf);
      for (SnapshotSplit.Range range : ranges) {
        String id = table.oid() + "/" + leaf.name() + "/" + splits.size();
        splits.add(new SnapshotSplit(id, table.name(), leaf.name(), range, null));
      }
    }
    return splits;
  }

  private List<SnapshotSplit.Range> blocks(Leaf leaf) throws SQLException {
    long count = (leaf.bytes() + splitBytes - 1) / splitBytes;
    // Twice as much goes into one piece, which needs no snapshot that outlives a failure.
    if (count <= 2 || connection.getMetaData().getDatabaseMajorVersion() < RANGES_OF_BLOCKS_SINCE) {
      return List.of(new SnapshotSplit.Whole());
    }
    int ranges = (int) Math.min(count, MOST_SPLITS);
    long blocks = leaf.bytes() / blockBytes();
    List<SnapshotSplit.Range> splits = new ArrayList<>();
    for (int i = 0; i < ranges; i++) {
      long to = i == ranges - 1 ? -1 : blocks * (i + 1) / ranges;
      splits.add(new SnapshotSplit.Blocks(blocks * i / ranges, to, ranges));
    }
    return splits;
  }

  private long blockBytes() throws SQLException {
    return Long.parseLong(Queries.text(connection, "SHOW block_size"));
  }

  private List<SnapshotSplit.Range> keys(CatalogTable table, Leaf leaf) throws SQLException {
    long wanted = Math.min((leaf.bytes() + splitBytes - 1) / splitBytes, MOST_SPLITS);
    if (wanted > MOST_SCATTERED_SPLITS && isScattered(table, leaf)) {
      wanted = MOST_SCATTERED_SPLITS;
    }
    List<List<String>> bounds = wanted <= 1 ? List.of() : bounds(table, leaf, wanted);
    List<SnapshotSplit.Range> splits = new ArrayList<>();
    List<String> after = List.of();
    for (List<String> bound : bounds) {
      splits.add(new SnapshotSplit.Keys(table.key(), after, bound));
      after = bound;
    }
    splits.add(new SnapshotSplit.Keys(table.key(), after, List.of()));
    return splits;
  }

  private boolean isScattered(CatalogTable table, Leaf leaf) throws SQLException {
    String column = table.key().get(0);
    boolean random =
        table.columns().stream()
            .anyMatch(other -> other.name().equals(column) && other.sqlType().equals("uuid"));
    return Queries.first(
            connection,
            row -> row.getDouble(1),
            CORRELATION,
            leaf.name().schema(),
            leaf.name().table(),
            column)
        .map(correlation -> correlation < SCATTERED)
        .orElse(random);
  }

  /** Keys that lie about evenly, after a sample of blocks. */
  private List<List<String>> bounds(CatalogTable table, Leaf leaf, long wanted)
      throws SQLException {
    long blocks = Math.max(1, leaf.bytes() / blockBytes());
    double percent = Math.min(100, 100.0 * wanted * BLOCKS_PER_SAMPLE / blocks);
    String key = table.key().stream().map(TableName::quote).collect(Collectors.joining(", "));
    String texts =
        table.key().stream()
            .map(column -> "sampled." + TableName.quote(column) + "::text")
            .collect(Collectors.joining(", "));
    // By the columns, and not by the texts that are selected, which have the same names.
    String qualified =
        table.key().stream()
            .map(column -> "sampled." + TableName.quote(column))
            .collect(Collectors.joining(", "));
    String sql =
        String.format(
            Locale.ROOT,
            """
            SELECT %2$s
            FROM (SELECT %1$s, row_number() OVER (ORDER BY %1$s) AS place, count(*) OVER () AS rows
                  FROM ONLY %3$s TABLESAMPLE SYSTEM (%4$f)) sampled
            WHERE (place - 1) * %5$d / rows <> place * %5$d / rows AND place < rows
            GROUP BY %6$s
            ORDER BY %6$s
            """,
            key,
            texts,
            leaf.name().quoted(),
            percent,
            wanted,
            qualified);
    int columns = table.key().size();
    return Queries.all(connection, row -> texts(row, columns), sql);
  }

  private static List<String> texts(ResultSet row, int columns) throws SQLException {
    List<String> values = new ArrayList<>(columns);
    for (int i = 1; i <= columns; i++) {
      values.add(row.getString(i));
    }
    return values;
  }
}
