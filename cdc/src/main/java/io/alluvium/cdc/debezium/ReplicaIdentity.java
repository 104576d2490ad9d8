package io.alluvium.cdc.debezium;

import io.alluvium.cdc.capture.TableName;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the changes of each table give of the row as it was before. Debezium fills the columns that
 * the server did not send: with null, or with 0 and the like where the column cannot be null. Those
 * are no values.
 *
 * @param columns that the server sends, by table; a table that is absent sends all
 */
public record ReplicaIdentity(Map<TableName, Set<String>> columns) implements Serializable {

  public ReplicaIdentity {
    columns = new LinkedHashMap<>(columns);
  }

  /** The server sends all columns of all tables. */
  public static ReplicaIdentity full() {
    return new ReplicaIdentity(Map.of());
  }

  /** Says which columns of a row are values. */
  interface Columns {
    Columns ALL = column -> true;

    boolean has(String column);
  }

  Columns of(TableName table) {
    Set<String> sent = columns.get(table);
    return sent == null ? Columns.ALL : sent::contains;
  }
}
