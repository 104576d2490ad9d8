package io.alluvium.cdc.postgres;

import io.alluvium.cdc.capture.TableName;
import io.alluvium.cdc.debezium.Origin;
import java.util.Locale;
import javax.annotation.Nullable;
import org.apache.kafka.connect.data.Struct;

/** Log sequence numbers. */
final class PostgresOrigin implements Origin {
  private static final long serialVersionUID = 1L;
  private static final Position SNAPSHOT = new Position("0/0", 0);

  private transient TableName lastTable;

  @Override
  public TableName table(Struct source) {
    String schema = source.getString("schema");
    String table = source.getString("table");
    if (lastTable == null
        || !lastTable.table().equals(table)
        || !lastTable.schema().equals(schema)) {
      lastTable = new TableName(schema, table);
    }
    return lastTable;
  }

  @Override
  public Position position(@Nullable Struct source) {
    if (source == null) {
      return SNAPSHOT;
    }
    Object lsn = source.getWithoutDefault("lsn");
    long number = lsn == null ? 0 : (Long) lsn;
    return new Position(text(number), number);
  }

  /** As PostgreSQL writes it: the two halves in hexadecimal. */
  private static String text(long lsn) {
    return (Long.toHexString(lsn >>> 32) + "/" + Long.toHexString(lsn & 0xffffffffL))
        .toUpperCase(Locale.ROOT);
  }
}
