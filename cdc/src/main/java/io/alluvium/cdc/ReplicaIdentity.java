package io.alluvium.cdc;

import java.io.Serializable;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/**
 * What a change gives of the row as it was before. Debezium fills the columns that the server did
 * not send: with null, or with 0 and the like where the column cannot be null. Those are no values.
 */
final class ReplicaIdentity implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Set<String> columns;
  private transient Schema full;
  private transient Schema reduced;

  /**
   * @param columns that the server sends; empty where it sends all
   */
  ReplicaIdentity(Set<String> columns) {
    this.columns = Set.copyOf(columns);
  }

  /** The server sends all columns. */
  static ReplicaIdentity full() {
    return new ReplicaIdentity(Set.of());
  }

  /** Of the row only what the server sent; null where it sent nothing. */
  @Nullable
  Struct reduce(@Nullable Struct before) {
    if (before == null || columns.isEmpty()) {
      return before;
    }
    if (full != before.schema()) {
      full = before.schema();
      reduced = reducedSchema();
    }
    Struct sent = new Struct(reduced);
    for (Field field : reduced.fields()) {
      sent.put(field, before.getWithoutDefault(field.name()));
    }
    return sent;
  }

  private Schema reducedSchema() {
    SchemaBuilder builder = SchemaBuilder.struct();
    for (Field field : full.fields()) {
      if (columns.contains(field.name())) {
        builder.field(field.name(), field.schema());
      }
    }
    return builder.build();
  }
}
