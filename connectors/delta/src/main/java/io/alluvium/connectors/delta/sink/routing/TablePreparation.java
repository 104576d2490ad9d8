package io.alluvium.connectors.delta.sink.routing;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.TableDescription;
import java.util.List;
import org.apache.flink.table.types.logical.RowType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates and evolves tables before rows come. */
final class TablePreparation {
  private static final Logger LOG = LoggerFactory.getLogger(TablePreparation.class);
  private static final String TYPE_WIDENING = "delta.enableTypeWidening";

  private final TableRouter router;
  private final SchemaPolicy policy;
  private final String rescueColumn;

  TablePreparation(TableRouter router, SchemaPolicy policy, String rescueColumn) {
    this.router = router;
    this.policy = policy;
    this.rescueColumn = rescueColumn;
  }

  /**
   * At once, in commits of its own, whoever else does so at the same time: the first to bring a
   * column says of which type it is, and rows in which it is another are fitted to that.
   *
   * @return the table, which has all columns for such rows
   * @throws DeltaException where the policy wants the job to stop
   */
  DeltaSnapshot prepare(String table, RowType rowType) {
    String path = router.path(table);
    TableColumns columns = new TableColumns(path, policy, rescueColumn);
    DeltaTable delta = DeltaTable.at(path);
    delta.createIfAbsent(
        new TableDescription(
            columns.ofNewTable(rowType),
            router.partitionColumns(table),
            List.of(),
            router.properties(table),
            ""));
    while (true) {
      DeltaSnapshot snapshot = delta.snapshot();
      boolean widening = Boolean.parseBoolean(snapshot.properties().get(TYPE_WIDENING));
      RowType wanted = columns.with(rowType, snapshot.rowType(), widening);
      if (wanted.equals(snapshot.rowType())) {
        return snapshot;
      }
      try {
        delta.addColumns(wanted);
      } catch (DeltaException e) {
        if (delta.snapshot().version() == snapshot.version()) {
          throw e;
        }
        LOG.info("Table {} got columns at the same moment: looking again", path, e);
      }
    }
  }
}
