package io.alluvium.cdc.postgres;

import io.alluvium.cdc.capture.CapturedChange;
import io.alluvium.cdc.capture.ChangeConversion;
import io.alluvium.cdc.capture.Operation;
import io.alluvium.cdc.capture.TableName;
import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import io.alluvium.connectors.postgres.Change;
import io.alluvium.connectors.postgres.ChangeConverter;
import io.alluvium.connectors.postgres.TableSchema;
import io.alluvium.connectors.postgres.UnfitValue;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.Collector;

/** Changes of PostgreSQL as those of any database. */
final class PostgresChanges implements ChangeConverter<RoutedRow> {
  private static final long serialVersionUID = 1L;
  private static final String SNAPSHOT_POSITION = "0/0";

  private final ChangeConversion conversion;
  private transient TableSchema lastSchema;
  private transient TableName lastTable;

  PostgresChanges(ChangeConversion conversion) {
    this.conversion = conversion;
  }

  @Override
  public void convert(TableSchema schema, Change change, Collector<RoutedRow> out) {
    if (!schema.equals(lastSchema)) {
      lastSchema = schema;
      lastTable = new TableName(schema.table().schema(), schema.table().table());
    }
    switch (change.operation()) {
      case READ -> convert(change, Operation.SNAPSHOT, change.row(), null, out);
      case INSERT -> convert(change, Operation.INSERT, change.row(), null, out);
      case DELETE -> convert(change, Operation.DELETE, null, change.row(), out);
      case TRUNCATE -> convert(change, Operation.TRUNCATE, null, null, out);
      case UPDATE -> {
        if (change.keyChanged()) {
          convert(change, Operation.DELETE, null, change.before(), out);
          convert(change, Operation.INSERT, change.row(), null, out);
        } else {
          convert(change, Operation.UPDATE, change.row(), change.before(), out);
        }
      }
    }
  }

  private void convert(
      Change change,
      Operation operation,
      @Nullable RowData row,
      @Nullable RowData before,
      Collector<RoutedRow> out) {
    RowType columns = lastSchema.columns();
    int[] unavailable = row == null ? new int[0] : change.unavailable();
    conversion.convert(
        new CapturedChange(
            lastTable,
            columns,
            operation,
            row,
            before,
            bits(unavailable),
            unfit(columns, row == null ? change.unfitBefore() : change.unfit()),
            change.operation() == io.alluvium.connectors.postgres.Operation.READ
                ? SNAPSHOT_POSITION
                : text(change.lsn()),
            change.sequence(),
            change.commitMicros()),
        out);
  }

  @Nullable
  private static BitSet bits(int[] columns) {
    if (columns.length == 0) {
      return null;
    }
    BitSet bits = new BitSet();
    for (int column : columns) {
      bits.set(column);
    }
    return bits;
  }

  @Nullable
  private static Map<String, String> unfit(RowType columns, List<UnfitValue> values) {
    if (values.isEmpty()) {
      return null;
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (UnfitValue value : values) {
      texts.put(columns.getFieldNames().get(value.column()), value.text());
    }
    return texts;
  }

  /** As PostgreSQL writes it: the two halves in hexadecimal. */
  private static String text(long lsn) {
    return (Long.toHexString(lsn >>> 32) + "/" + Long.toHexString(lsn & 0xffffffffL))
        .toUpperCase(Locale.ROOT);
  }
}
