package io.alluvium.cdc.debezium;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Rows of change events of one schema in Flink's internal form. */
final class ConnectRow {
  private final Field[] fields;
  private final ConnectValues.Conversion[] conversions;
  private final RowType rowType;

  ConnectRow(Schema schema) {
    fields = schema.fields().toArray(Field[]::new);
    conversions = new ConnectValues.Conversion[fields.length];
    List<RowType.RowField> columns = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      Schema column = fields[i].schema();
      columns.add(new RowType.RowField(fields[i].name(), ConnectTypes.of(column).copy(true)));
      conversions[i] = ConnectValues.to(columns.get(i).getType(), column);
    }
    rowType = new RowType(false, columns);
  }

  RowType rowType() {
    return rowType;
  }

  /** What became of a row. */
  static final class Result {
    final GenericRowData row;
    @Nullable BitSet unavailable;
    @Nullable Map<String, String> unfit;

    private Result(int arity) {
      row = new GenericRowData(arity);
    }
  }

  Result convert(Struct struct, ReplicaIdentity.Columns sent) {
    Result result = new Result(fields.length);
    for (int i = 0; i < fields.length; i++) {
      if (!sent.has(fields[i].name())) {
        continue;
      }
      // Not Struct.get: it puts the column's default in place of null.
      Object value = struct.getWithoutDefault(fields[i].name());
      if (value == null) {
        continue;
      }
      if (UnavailableValue.is(value)) {
        result.unavailable = result.unavailable == null ? new BitSet() : result.unavailable;
        result.unavailable.set(i);
        continue;
      }
      Object converted = conversions[i].convert(value);
      if (converted == null) {
        result.unfit = result.unfit == null ? new LinkedHashMap<>() : result.unfit;
        result.unfit.put(fields[i].name(), ConnectValues.text(value, fields[i].schema()));
      }
      result.row.setField(i, converted);
    }
    return result;
  }
}
