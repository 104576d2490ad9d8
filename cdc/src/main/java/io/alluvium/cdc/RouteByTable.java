package io.alluvium.cdc;

import java.util.List;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Sends each row to the side output of its table. */
final class RouteByTable extends ProcessFunction<RowData, RowData> {
  private static final long serialVersionUID = 1L;

  private final List<OutputTag<RowData>> outputs;
  private final int[] arities;

  RouteByTable(List<BronzeTable> tables) {
    this.outputs = tables.stream().map(RouteByTable::output).toList();
    this.arities = tables.stream().mapToInt(table -> table.rowType().getFieldCount()).toArray();
  }

  static OutputTag<RowData> output(BronzeTable table) {
    return new OutputTag<>(table.source().toString(), InternalTypeInfo.of(table.rowType()));
  }

  @Override
  public void processElement(RowData union, Context context, Collector<RowData> out) {
    int table = UnionRow.table(union);
    context.output(outputs.get(table), union.getRow(table, arities[table]));
  }
}
