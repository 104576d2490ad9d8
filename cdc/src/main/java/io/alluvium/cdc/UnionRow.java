package io.alluvium.cdc;

import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * Rows of several tables in one stream: a row with one field per table, of which exactly one is
 * set. Flink's own serializers carry it.
 */
final class UnionRow {

  private UnionRow() {}

  static InternalTypeInfo<RowData> type(List<BronzeTable> tables) {
    return InternalTypeInfo.of(
        RowType.of(
            tables.stream().map(table -> table.rowType().copy(true)).toArray(LogicalType[]::new),
            tables.stream().map(table -> table.source().toString()).toArray(String[]::new)));
  }

  static RowData of(int table, int tables, RowData row) {
    GenericRowData union = new GenericRowData(tables);
    union.setField(table, row);
    return union;
  }

  static int table(RowData union) {
    int table = 0;
    while (union.isNullAt(table)) {
      table++;
    }
    return table;
  }
}
