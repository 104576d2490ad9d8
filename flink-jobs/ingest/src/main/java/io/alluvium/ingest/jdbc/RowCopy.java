package io.alluvium.ingest.jdbc;

import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinaryStringData;

/** Copies the source's columns of a row that is only a view. */
final class RowCopy {
  private RowCopy() {}

  static RowData of(RowData row, List<JdbcColumn> columns) {
    GenericRowData copy = new GenericRowData(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      Object value = RowData.createFieldGetter(columns.get(i).type(), i).getFieldOrNull(row);
      if (value instanceof BinaryStringData text) {
        value = StringData.fromString(text.toString());
      } else if (value instanceof byte[] bytes) {
        value = bytes.clone();
      }
      copy.setField(i, value);
    }
    return copy;
  }
}
