package io.alluvium.connectors.postgres.database;

import io.alluvium.connectors.postgres.TableName;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * A table as the catalog describes it now.
 *
 * @param identity {@code relreplident}: d, f, n or i
 * @param key columns that tell rows apart and are never null: the primary key, or else the index of
 *     the replica identity; empty where there is none
 * @param columns that the server sends: generated ones it does not
 */
@Internal
public record CatalogTable(
    long oid,
    TableName name,
    boolean partitioned,
    char identity,
    boolean readable,
    boolean hasPrimaryKey,
    List<String> key,
    List<Column> columns) {

  /**
   * A column.
   *
   * @param sqlType as SQL writes the type, with its modifier
   */
  public record Column(String name, long typeOid, int modifier, String sqlType) {}

  /** Whether the server refuses updates and deletes of the table once it is published. */
  public boolean lacksIdentity() {
    return identity == 'd' && !hasPrimaryKey || identity == 'n';
  }
}
