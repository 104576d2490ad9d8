package io.alluvium.connectors.postgres.snapshot;

import io.alluvium.connectors.postgres.Change;
import io.alluvium.connectors.postgres.TableSchema;
import io.alluvium.connectors.postgres.database.CatalogTable;
import io.alluvium.connectors.postgres.rows.RowShapes;
import io.alluvium.connectors.postgres.split.SnapshotSplit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BiConsumer;
import org.postgresql.PGConnection;

/** Copies a whole table. */
public final class CopyForTests {

  private CopyForTests() {}

  public static void rows(
      Connection connection, CatalogTable table, BiConsumer<TableSchema, Change> consumer)
      throws SQLException {
    SnapshotSplit split =
        new SnapshotSplit(
            "1",
            table.name(),
            table.name(),
            new SnapshotSplit.Keys(table.key(), List.of(), List.of()),
            null);
    CopyPlan plan =
        CopyPlan.of(
            connection,
            split,
            new SnapshotSource(table, table.columns(), ""),
            new RowShapes(new RowShapes.Schemas(), 0));
    CopiedRows rows =
        new CopiedRows(
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut(plan.sql()), plan);
    for (Change row = rows.next(); row != null; row = rows.next()) {
      consumer.accept(plan.shape().schema(), row);
    }
  }
}
