package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeCasts;

/** Refuses to write rows that do not fit the table. */
final class TableSchemaCheck {
  private final String tablePath;
  private final DeltaSnapshot table;

  TableSchemaCheck(String tablePath, DeltaSnapshot table) {
    this.tablePath = tablePath;
    this.table = table;
  }

  /**
   * Returns the type to write rows with: that of the rows, but NOT NULL where the table's column
   * is.
   *
   * @throws DeltaException naming the first column that the table lacks or holds with another type,
   *     or that the rows lack and the table must have
   */
  RowType checkColumns(RowType rowType) {
    RowType actual = table.rowType();
    List<RowType.RowField> fields = new ArrayList<>();
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
                + "). Add the column to the table, leave it out of what is written, or set"
                + " 'schema.evolution' = 'add-columns'.");
      }
      LogicalType type = actual.getTypeAt(index);
      checkType(field, type);
      fields.add(
          new RowType.RowField(
              field.getName(),
              type.isNullable() ? field.getType() : field.getType().copy(false),
              field.getDescription().orElse(null)));
    }
    for (RowType.RowField column : actual.getFields()) {
      if (!column.getType().isNullable() && rowType.getFieldIndex(column.getName()) < 0) {
        throw new DeltaException(
            "Column '"
                + column.getName()
                + "' of table "
                + tablePath
                + " is NOT NULL, but is not among what is written ("
                + rowType.getFieldNames()
                + "). Write it too.");
      }
    }
    return new RowType(false, fields);
  }

  private void checkType(RowType.RowField field, LogicalType actual) {
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

  /**
   * Returns the columns that the table is partitioned by.
   *
   * @param expected by whom the table is declared; empty where it is not said
   */
  List<String> checkPartitions(RowType rowType, List<String> expected) {
    List<String> actual = table.partitionColumns();
    if (!expected.isEmpty() && !expected.equals(actual)) {
      throw new DeltaException(
          "Table "
              + tablePath
              + (actual.isEmpty() ? " has no partitions" : " is partitioned by " + actual)
              + ", not by "
              + expected
              + ". Declare it as it is, or write to a new table.");
    }
    for (String column : actual) {
      if (rowType.getFieldIndex(column) < 0) {
        throw new DeltaException(
            "Table "
                + tablePath
                + " is partitioned by "
                + actual
                + ", but '"
                + column
                + "' is not among what is written ("
                + rowType.getFieldNames()
                + "). Write it too.");
      }
    }
    return actual;
  }

  /** Copy-on-write rewrites files without regard to partitions. */
  void checkUnpartitioned() {
    if (!table.partitionColumns().isEmpty()) {
      throw new DeltaException(
          "Table "
              + tablePath
              + " is partitioned by "
              + table.partitionColumns()
              + ", and 'write.mode' = 'copy-on-write' writes tables without partitions only. Use"
              + " 'write.mode' = 'append', or a table without partitions.");
    }
  }

  void checkKey(List<String> key) {
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
}
