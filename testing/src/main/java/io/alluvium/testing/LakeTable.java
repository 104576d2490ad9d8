package io.alluvium.testing;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.CloseableIterator;

/** Reads back what a job wrote. */
public final class LakeTable {
  private final String path;

  public LakeTable(Path lake, String table) {
    this.path = lake.resolve(table).toString();
  }

  public RowType rowType() {
    return DeltaTable.at(path).snapshot().rowType();
  }

  public Map<String, String> properties() {
    return DeltaTable.at(path).snapshot().properties();
  }

  public long count() {
    return DeltaTable.at(path).exists()
        ? DeltaTable.at(path).snapshot().files().stream()
            .mapToLong(file -> file.rowCount().orElseThrow())
            .sum()
        : 0;
  }

  /** All rows of the latest version as Java values by column name, in no order. */
  public List<Map<String, Object>> rows() throws Exception {
    DeltaSnapshot snapshot = DeltaTable.at(path).snapshot();
    RowType rowType = snapshot.rowType();
    RowData.FieldGetter[] getters = new RowData.FieldGetter[rowType.getFieldCount()];
    for (int i = 0; i < getters.length; i++) {
      getters[i] = RowData.createFieldGetter(rowType.getTypeAt(i), i);
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    DataFileReader reader = new DataFileReader(path, rowType);
    for (DataFile file : snapshot.files()) {
      try (CloseableIterator<RowData> fileRows = reader.read(file)) {
        while (fileRows.hasNext()) {
          RowData row = fileRows.next();
          Map<String, Object> values = new LinkedHashMap<>();
          for (int i = 0; i < getters.length; i++) {
            values.put(rowType.getFieldNames().get(i), value(getters[i].getFieldOrNull(row)));
          }
          rows.add(values);
        }
      }
    }
    return rows;
  }

  private static Object value(Object field) {
    if (field instanceof StringData text) {
      return text.toString();
    } else if (field instanceof TimestampData time) {
      return time.toInstant();
    } else if (field instanceof DecimalData decimal) {
      return decimal.toBigDecimal();
    }
    return field;
  }
}
