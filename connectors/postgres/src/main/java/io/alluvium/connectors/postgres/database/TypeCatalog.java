package io.alluvium.connectors.postgres.database;

import io.alluvium.connectors.postgres.types.PostgresType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/** Looks types up by their number, each once. */
@Internal
public final class TypeCatalog {
  private static final String TYPE =
      """
      SELECT typname, typtype, typcategory, typelem, typbasetype, typtypmod, typdelim, typlen,
             typname IN ('int2vector', 'oidvector')
      FROM pg_type WHERE oid = ?
      """;

  private final Map<Long, Entry> entries = new HashMap<>();

  private record Entry(
      String name,
      String kind,
      boolean array,
      long element,
      long base,
      int modifier,
      char delimiter) {
    static final Entry UNKNOWN = new Entry("unknown", "b", false, 0, 0, -1, ',');
  }

  /** What the log says may have changed is looked up again. */
  public void forget(long oid) {
    entries.remove(oid);
  }

  public PostgresType type(Connection connection, long oid, int modifier) throws SQLException {
    Entry entry = entries.get(oid);
    if (entry == null) {
      entry =
          Queries.first(
                  connection,
                  row ->
                      new Entry(
                          row.getString(1),
                          row.getString(2),
                          row.getString(3).equals("A")
                              && row.getLong(4) != 0
                              && row.getInt(8) == -1
                              && !row.getBoolean(9),
                          row.getLong(4),
                          row.getLong(5),
                          row.getInt(6),
                          row.getString(7).charAt(0)),
                  TYPE,
                  oid)
              .orElse(Entry.UNKNOWN);
      entries.put(oid, entry);
    }
    if (entry.kind().equals("d")) {
      return type(connection, entry.base(), entry.modifier());
    }
    PostgresType element = entry.array() ? type(connection, entry.element(), modifier) : null;
    return new PostgresType(
        entry.name(), modifier, entry.kind().equals("e"), element, entry.delimiter());
  }
}
