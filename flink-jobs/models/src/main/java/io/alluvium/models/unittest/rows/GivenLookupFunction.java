package io.alluvium.models.unittest.rows;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.table.connector.RuntimeConverter;
import org.apache.flink.table.connector.source.DynamicTableSource.DataStructureConverter;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.LookupFunction;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;

/** Looks up what a given table has when all of its rows are there. */
final class GivenLookupFunction extends LookupFunction {
  private static final long serialVersionUID = 1L;

  private final String table;
  private final LogicalType[] types;
  private final int[] keys;
  private final DataStructureConverter converter;

  private transient List<RowData> rows;

  GivenLookupFunction(String table, DataType type, int[] keys, DataStructureConverter converter) {
    this.table = table;
    this.types = ((RowType) type.getLogicalType()).getChildren().toArray(new LogicalType[0]);
    this.keys = keys;
    this.converter = converter;
  }

  @Override
  public void open(FunctionContext context) throws Exception {
    converter.open(RuntimeConverter.Context.create(getClass().getClassLoader()));
    rows = new ArrayList<>();
    String parameter = context.getJobParameter(GivenTask.parameter(table, 0), null);
    for (Row row : GivenTask.parse(parameter).rows()) {
      Row plain = Row.copy(row);
      plain.setKind(RowKind.INSERT);
      RowData data = (RowData) converter.toInternal(plain);
      if (row.getKind() == RowKind.INSERT || row.getKind() == RowKind.UPDATE_AFTER) {
        rows.add(data);
      } else {
        rows.remove(data);
      }
    }
  }

  @Override
  public Collection<RowData> lookup(RowData key) {
    return rows.stream().filter(row -> matches(row, key)).toList();
  }

  private boolean matches(RowData row, RowData key) {
    for (int i = 0; i < keys.length; i++) {
      Object wanted = RowData.createFieldGetter(types[keys[i]], i).getFieldOrNull(key);
      Object found = RowData.createFieldGetter(types[keys[i]], keys[i]).getFieldOrNull(row);
      if (wanted == null || !wanted.equals(found)) {
        return false;
      }
    }
    return true;
  }
}
