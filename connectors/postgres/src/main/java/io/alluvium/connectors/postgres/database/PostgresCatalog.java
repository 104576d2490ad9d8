package io.alluvium.connectors.postgres.database;

import io.alluvium.connectors.postgres.TableName;
import io.alluvium.connectors.postgres.TableSelection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/** What a database says of its tables. */
@Internal
public final class PostgresCatalog {
  private static final String SELECT_TABLE =
      """
      SELECT c.oid, n.nspname, c.relname, c.relkind = 'p',
             has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'),
             c.relispartition
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p'
      """;
  private static final String NOT_OF_THE_SYSTEM =
      """
        AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND n.nspname NOT LIKE 'pg\\_toast%'
      ORDER BY n.nspname, c.relname
      """;
  private static final String COLUMNS =
      """
      SELECT a.attname, a.atttypid, a.atttypmod, format_type(a.atttypid, a.atttypmod)
      FROM pg_attribute a
      WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      ORDER BY a.attnum
      """;
  private static final String KEY =
      """
      SELECT a.attname
      FROM pg_index i
      CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
      WHERE i.indrelid = ? AND k.place <= i.indnkeyatts
        AND (i.indisprimary AND i.indimmediate OR i.indisreplident
             AND NOT EXISTS (SELECT 1 FROM pg_index p
                             WHERE p.indrelid = ? AND p.indisprimary AND p.indimmediate))
      ORDER BY k.place
      """;

  private final Connection connection;

  public PostgresCatalog(Connection connection) {
    this.connection = connection;
  }

  /** Those that are there now. */
  public List<CatalogTable> tables(TableSelection selection) throws SQLException {
    List<Listed> all = Queries.all(connection, Listed::of, SELECT_TABLE + NOT_OF_THE_SYSTEM);
    List<CatalogTable> tables = new ArrayList<>();
    for (Listed listed : all) {
      if (selection.includes(listed.name()) && !belongsToAnother(listed, selection)) {
        tables.add(described(listed));
      }
    }
    return tables;
  }

  /** A partition is a table by itself only where its own table is not captured. */
  private boolean belongsToAnother(Listed listed, TableSelection selection) throws SQLException {
    return listed.partition()
        && root(listed.oid()).map(root -> selection.includes(root.name())).orElse(false);
  }

  public Optional<CatalogTable> table(TableName name) throws SQLException {
    Optional<Listed> listed =
        Queries.first(
            connection,
            Listed::of,
            SELECT_TABLE + " AND n.nspname = ? AND c.relname = ?",
            name.schema(),
            name.table());
    return listed.isPresent() ? Optional.of(described(listed.get())) : Optional.empty();
  }

  public Optional<CatalogTable> table(long oid) throws SQLException {
    Optional<Listed> listed =
        Queries.first(connection, Listed::of, SELECT_TABLE + " AND c.oid = ?", oid);
    return listed.isPresent() ? Optional.of(described(listed.get())) : Optional.empty();
  }

  /** The partitioned table that a partition belongs to; of another table itself. */
  public Optional<CatalogTable> root(long oid) throws SQLException {
    long root =
        Queries.first(
                connection,
                row -> row.getLong(1),
                "SELECT coalesce(pg_partition_root(?::oid::regclass)::oid, ?::oid)",
                oid,
                oid)
            .orElse(oid);
    return table(root);
  }

  private CatalogTable described(Listed listed) throws SQLException {
    List<String> key =
        Queries.all(connection, row -> row.getString(1), KEY, listed.oid(), listed.oid());
    List<CatalogTable.Column> columns =
        Queries.all(
            connection,
            row ->
                new CatalogTable.Column(
                    row.getString(1), row.getLong(2), row.getInt(3), row.getString(4)),
            COLUMNS,
            listed.oid());
    return new CatalogTable(
        listed.oid(), listed.name(), listed.partitioned(), listed.readable(), key, columns);
  }

  private record Listed(
      long oid, TableName name, boolean partitioned, boolean readable, boolean partition) {
    static Listed of(ResultSet row) throws SQLException {
      return new Listed(
          row.getLong(1),
          new TableName(row.getString(2), row.getString(3)),
          row.getBoolean(4),
          row.getBoolean(5),
          row.getBoolean(6));
    }
  }
}
