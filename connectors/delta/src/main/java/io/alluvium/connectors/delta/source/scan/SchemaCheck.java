package io.alluvium.connectors.delta.source.scan;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.ReadColumn;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** Whether a table has the columns that are to be read of it. */
@Internal
public record SchemaCheck(String tablePath, DeltaSnapshot snapshot) {

  /**
   * @param latest whether the snapshot is what the table is like now; an older version may lack
   *     columns, which then are null
   * @throws DeltaException where a column is missing, or has another type
   */
  public void require(List<ReadColumn> columns, boolean latest) {
    for (ReadColumn column : columns) {
      LogicalType type = snapshot.rowType();
      for (String name : column.path()) {
        int index = type instanceof RowType row ? row.getFieldIndex(name) : -1;
        if (index < 0 && latest) {
          throw misfit(
              "has no column '"
                  + String.join(".", column.path())
                  + "'; it has "
                  + snapshot.rowType().getFieldNames()
                  + ". Read those.");
        }
        type = index < 0 ? null : ((RowType) type).getTypeAt(index);
        if (type == null) {
          break;
        }
      }
      if (type != null && !fits(column.type(), type)) {
        throw misfit(
            String.format(
                "has the column '%s' as %s, which is declared as %s. Declare it as the table has"
                    + " it.",
                String.join(".", column.path()), type, column.type()));
      }
    }
  }

  private DeltaException misfit(String what) {
    return new DeltaException(
        "Version " + snapshot.version() + " of Delta table " + tablePath + " " + what);
  }

  /** Delta keeps neither nullability below the columns nor the precision of times. */
  private static boolean fits(LogicalType declared, LogicalType actual) {
    if (declared.getTypeRoot() != actual.getTypeRoot()
        || declared.getChildren().size() != actual.getChildren().size()) {
      return false;
    }
    if (declared instanceof DecimalType one && actual instanceof DecimalType other) {
      return one.getPrecision() == other.getPrecision() && one.getScale() == other.getScale();
    }
    if (declared instanceof RowType one
        && actual instanceof RowType other
        && !one.getFieldNames().equals(other.getFieldNames())) {
      return false;
    }
    for (int i = 0; i < declared.getChildren().size(); i++) {
      if (!fits(declared.getChildren().get(i), actual.getChildren().get(i))) {
        return false;
      }
    }
    return true;
  }
}
