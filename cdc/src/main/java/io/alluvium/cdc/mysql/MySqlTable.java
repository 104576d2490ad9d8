package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.TableName;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.types.logical.RowType;

/**
 * A table as the catalog describes it.
 *
 * @param comments of the columns, empty where there is none
 * @param key names of the primary key's columns
 */
record MySqlTable(
    TableName name, List<MySqlColumn> columns, List<String> comments, List<String> key)
    implements Serializable {
  MySqlTable {
    columns = List.copyOf(columns);
    comments = List.copyOf(comments);
    key = List.copyOf(key);
  }

  /** The columns in bronze, all nullable. */
  static RowType rowType(List<MySqlColumn> columns) {
    return new RowType(
        false,
        columns.stream()
            .map(column -> new RowType.RowField(column.name(), column.type().copy(true)))
            .toList());
  }

  RowType described() {
    List<RowType.RowField> fields = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      MySqlColumn column = columns.get(i);
      String comment = comments.get(i).isEmpty() ? null : comments.get(i);
      fields.add(new RowType.RowField(column.name(), column.type().copy(true), comment));
    }
    return new RowType(false, fields);
  }
}
