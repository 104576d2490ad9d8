package io.alluvium.models;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.CloseableIterator;

/** The rows of a table's latest version, as text, by key. */
public final class LakeRows {
  private LakeRows() {}

  /** Rows by the values of the first columns, joined by '/'; a key that comes twice fails. */
  public static Map<String, List<Object>> of(Path lake, String table, int keyColumns)
      throws Exception {
    String path = lake.resolve(table).toString();
    Map<String, List<Object>> rows = new TreeMap<>();
    if (!DeltaTable.at(path).exists()) {
      return rows;
    }
    DeltaSnapshot snapshot = DeltaTable.at(path).snapshot();
    RowType type = snapshot.rowType();
    DataFileReader reader = new DataFileReader(path, type);
    for (DataFile file : snapshot.files()) {
      try (CloseableIterator<RowData> read = reader.read(file)) {
        while (read.hasNext()) {
          List<Object> values = values(read.next(), type);
          String key =
              String.join(
                  "/", values.subList(0, keyColumns).stream().map(String::valueOf).toList());
          if (rows.put(key, values.subList(keyColumns, values.size())) != null) {
            throw new AssertionError(table + " has two rows of " + key);
          }
        }
      }
    }
    return rows;
  }

  private static List<Object> values(RowData row, RowType type) {
    Object[] values = new Object[type.getFieldCount()];
    for (int i = 0; i < values.length; i++) {
      LogicalType column = type.getTypeAt(i);
      Object value = RowData.createFieldGetter(column, i).getFieldOrNull(row);
      values[i] =
          switch (column.getTypeRoot()) {
            case DATE -> java.time.LocalDate.ofEpochDay((Integer) value).toString();
            case VARCHAR, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> value == null ? null : value.toString();
            default -> value;
          };
    }
    return java.util.Arrays.asList(values);
  }
}
