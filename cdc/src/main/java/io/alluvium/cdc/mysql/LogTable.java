package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.RowType;

/** A table as the log describes it before each of its changes, and its rows. */
final class LogTable {
  private final TableName name;
  private final RowType columns;
  private final LogValues.Reader[] readers;
  private final int[] key;

  LogTable(TableName name, List<MySqlColumn> columns, List<LogValues.Reader> readers, int[] key) {
    this.name = name;
    this.columns = MySqlTable.rowType(columns);
    this.readers = readers.toArray(LogValues.Reader[]::new);
    this.key = key;
  }

  /**
   * A row.
   *
   * @param unfit values, as text by column, that their columns cannot hold; null for none
   */
  record Row(GenericRowData values, @Nullable Map<String, String> unfit) {}

  TableName name() {
    return name;
  }

  RowType columns() {
    return columns;
  }

  int columnCount() {
    return readers.length;
  }

  Row read(ByteReader in) {
    byte[] nulls = in.take((readers.length + 7) / 8);
    GenericRowData values = new GenericRowData(readers.length);
    Map<String, String> unfit = null;
    for (int i = 0; i < readers.length; i++) {
      if ((nulls[i >> 3] >> (i & 7) & 1) != 0) {
        continue;
      }
      Object value = readers[i].read(in);
      if (value instanceof Unfit misfit) {
        unfit = unfit == null ? new LinkedHashMap<>() : unfit;
        unfit.put(columns.getFieldNames().get(i), misfit.text());
      } else {
        values.setField(i, value);
      }
    }
    return new Row(values, unfit);
  }

  boolean haveSameKey(Row one, Row other) {
    for (int column : key) {
      if (!Objects.deepEquals(one.values().getField(column), other.values().getField(column))) {
        return false;
      }
    }
    return true;
  }
}
