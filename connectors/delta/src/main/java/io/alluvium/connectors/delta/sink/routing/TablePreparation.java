package io.alluvium.connectors.delta.sink.routing;

import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.TableDescription;
import java.util.List;
import org.apache.flink.table.types.logical.RowType;

/** Creates and evolves tables before rows come. */
final class TablePreparation {
  private final TableRouter router;
  private final SchemaPolicy policy;
  private final String rescueColumn;

  TablePreparation(TableRouter router, SchemaPolicy policy, String rescueColumn) {
    this.router = router;
    this.policy = policy;
    this.rescueColumn = rescueColumn;
  }

  void prepare(String table, RowType rowType) {
    String path = router.path(table);
    TableColumns columns = new TableColumns(path, policy, rescueColumn);
    DeltaTable delta = DeltaTable.at(path);
    boolean created =
        delta.createIfAbsent(
            new TableDescription(
                columns.ofNewTable(rowType),
                router.partitionColumns(table),
                List.of(),
                router.properties(table),
                ""));
    if (created) {
      return;
    }
    DeltaSnapshot snapshot = delta.snapshot();
    boolean widening = Boolean.parseBoolean(snapshot.properties().get(RoutedTable.TYPE_WIDENING));
    RowType wanted = columns.with(rowType, snapshot.rowType(), widening);
    if (!wanted.equals(snapshot.rowType())) {
      delta.addColumns(wanted);
    }
  }
}
