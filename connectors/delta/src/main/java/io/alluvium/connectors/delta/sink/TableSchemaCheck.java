package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import java.util.List;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeCasts;

/** Refuses to write rows that do not fit the table. */
final class TableSchemaCheck {

  private TableSchemaCheck() {}

  /**
   * @throws DeltaException naming the first column that the table lacks or holds with another type,
   *     or a partitioned table, or another primary key
   */
  static void check(String tablePath, DeltaSnapshot table, RowType rowType, List<String> key) {
    RowType actual = table.rowType();
    for (RowType.RowField field : rowType.getFields()) {
      int index = actual.getFieldIndex(field.getName());
      if (index < 0) {
        throw new DeltaException(
            "Table "
                + tablePath
                + " has no column '"
                + field.getName()
                + "' (it has "
                + actual.getFieldNames()
                + "). Add the column to the table, or leave it out of what is written.");
      }
      checkType(tablePath, field, actual.getTypeAt(index));
    }
    if (!table.partitionColumns().isEmpty()) {
      throw new DeltaException(
          "Table "
              + tablePath
              + " is partitioned by "
              + table.partitionColumns()
              + "; writing to partitioned tables is not supported yet."
              + " Write to a table without partitions.");
    }
    if (!key.equals(table.primaryKey()) && !key.isEmpty()) {
      throw new DeltaException(
          "Table "
              + tablePath
              + " has the primary key "
              + table.primaryKey()
              + ", not "
              + key
              + ". Write with the table's key, or to a new table.");
    }
  }

  private static void checkType(String tablePath, RowType.RowField field, LogicalType actual) {
    LogicalType written = field.getType();
    boolean fits =
        written.getTypeRoot() == actual.getTypeRoot()
            && LogicalTypeCasts.supportsImplicitCast(written.copy(true), actual.copy(true));
    if (!fits) {
      throw new DeltaException(
          "Column '"
              + field.getName()
              + "' of table "
              + tablePath
              + " is "
              + actual.asSummaryString()
              + ", but "
              + written.asSummaryString()
              + " is to be written. Cast the value, or write to a new table.");
    }
  }
}
