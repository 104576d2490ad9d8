package io.alluvium.connectors.postgres.database;

import io.alluvium.connectors.postgres.TableName;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * A table as the catalog describes it now.
 *
 * @param readable whether the role may read its rows
 * @param key columns that tell rows apart at any time and are never null: the primary key unless it
 *     is deferrable, or else the index of the replica identity; empty where there is none
 * @param columns that the server sends: generated ones it does not
 */
@Internal
public record CatalogTable(
    long oid,
    TableName name,
    boolean partitioned,
    boolean readable,
    List<String> key,
    List<Column> columns) {

  /**
   * A column.
   *
   * @param sqlType as SQL writes the type, with its modifier
   */
  public record Column(String name, long typeOid, int modifier, String sqlType) {}
}
