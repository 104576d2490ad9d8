package io.alluvium.models.quality;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * A table as tests see it.
 *
 * @param sql its name in SQL
 * @param columns their types, in order
 */
public record TestedTable(String sql, Map<String, LogicalType> columns) {
  public static TestedTable of(String sql, ResolvedSchema schema) {
    Map<String, LogicalType> columns = new LinkedHashMap<>();
    for (Column column : schema.getColumns()) {
      columns.put(column.getName(), column.getDataType().getLogicalType());
    }
    return new TestedTable(sql, columns);
  }
}
