package io.alluvium.cdc.debezium;

import io.alluvium.cdc.capture.CapturedChange;
import io.alluvium.cdc.capture.ChangeConversion;
import io.alluvium.cdc.capture.Operation;
import io.alluvium.cdc.capture.TableName;
import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import io.alluvium.connectors.delta.sink.routing.RoutedRowTypeInfo;
import java.util.HashMap;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.cdc.debezium.DebeziumDeserializationSchema;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.Collector;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Turns Debezium's events into rows for the lake. */
public final class DebeziumChanges implements DebeziumDeserializationSchema<RoutedRow> {
  private static final long serialVersionUID = 1L;
  private static final long MICROS_PER_MILLI = 1_000;
  private static final RowType NO_COLUMNS = new RowType(false, java.util.List.of());

  private final Origin origin;
  private final ReplicaIdentity identity;
  private final ChangeConversion conversion;
  private transient Map<TableName, ConnectLayout> layouts;

  /** The schema of a table's last event, which seldom changes. */
  private record ConnectLayout(Schema schema, ConnectRow rows) {}

  public DebeziumChanges(Origin origin, ReplicaIdentity identity, ChangeConversion conversion) {
    this.origin = origin;
    this.identity = identity;
    this.conversion = conversion;
  }

  @Override
  public void deserialize(SourceRecord record, Collector<RoutedRow> out) {
    // Heartbeats and the like have no operation; a tombstone repeats the delete before it.
    if (record.value() instanceof Struct event && event.schema().field("op") != null) {
      conversion.convert(change(event), out);
    }
  }

  CapturedChange change(Struct event) {
    Operation operation = Operation.of(event.getString("op"));
    Struct source = event.getStruct("source");
    TableName table = origin.table(source);
    Struct after = rowOf(event, "after");
    Struct before = rowOf(event, "before");
    boolean snapshot = operation == Operation.SNAPSHOT;
    Origin.Position position = origin.position(snapshot ? null : source);
    long micros = snapshot ? 0 : millis(source) * MICROS_PER_MILLI;
    if (after == null && before == null) {
      return new CapturedChange(
          table,
          NO_COLUMNS,
          operation,
          null,
          null,
          null,
          null,
          position.text(),
          position.number(),
          micros);
    }
    ConnectRow rows = layout(table, (after == null ? before : after).schema());
    ConnectRow.Result later =
        after == null ? null : rows.convert(after, ReplicaIdentity.Columns.ALL);
    ConnectRow.Result earlier = before == null ? null : rows.convert(before, identity.of(table));
    ConnectRow.Result shown = later == null ? earlier : later;
    return new CapturedChange(
        table,
        rows.rowType(),
        operation,
        later == null ? null : later.row,
        earlier == null ? null : earlier.row,
        shown.unavailable,
        shown.unfit,
        position.text(),
        position.number(),
        micros);
  }

  private ConnectRow layout(TableName table, Schema schema) {
    if (layouts == null) {
      layouts = new HashMap<>();
    }
    ConnectLayout layout = layouts.get(table);
    if (layout == null || layout.schema() != schema) {
      // Both rows of an event have equal schemas.
      layout =
          layout != null && layout.schema().equals(schema)
              ? new ConnectLayout(schema, layout.rows())
              : new ConnectLayout(schema, new ConnectRow(schema));
      layouts.put(table, layout);
    }
    return layout.rows();
  }

  @Nullable
  private static Struct rowOf(Struct event, String name) {
    return event.schema().field(name) == null ? null : event.getStruct(name);
  }

  private static long millis(Struct source) {
    Object value = source.schema().field("ts_ms") == null ? null : source.getInt64("ts_ms");
    return value == null ? 0 : (Long) value;
  }

  @Override
  public TypeInformation<RoutedRow> getProducedType() {
    return RoutedRowTypeInfo.INSTANCE;
  }
}
