package io.alluvium.cdc.debezium;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** Builds events as Debezium sends them. */
final class Events {
  private static final Schema SOURCE =
      SchemaBuilder.struct()
          .field("schema", Schema.STRING_SCHEMA)
          .field("table", Schema.STRING_SCHEMA)
          .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
          .field("ts_ms", Schema.INT64_SCHEMA)
          .build();

  private final Map<String, Schema> columns = new LinkedHashMap<>();

  Events column(String name, Schema schema) {
    columns.put(name, schema);
    return this;
  }

  private Schema rowSchema() {
    SchemaBuilder builder = SchemaBuilder.struct().optional();
    columns.forEach(builder::field);
    return builder.build();
  }

  Struct row(Object... values) {
    Struct row = new Struct(rowSchema());
    int i = 0;
    for (String name : columns.keySet()) {
      row.put(name, values[i++]);
    }
    return row;
  }

  Struct event(String op, Struct before, Struct after, long lsn, long millis) {
    Schema row = rowSchema();
    Schema envelope =
        SchemaBuilder.struct()
            .field("before", row)
            .field("after", row)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .build();
    Struct source =
        new Struct(SOURCE)
            .put("schema", "operations")
            .put("table", "building")
            .put("lsn", lsn)
            .put("ts_ms", millis);
    return new Struct(envelope)
        .put("before", before)
        .put("after", after)
        .put("source", source)
        .put("op", op);
  }
}
