package io.alluvium.connectors.delta.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.types.logical.RowType;

/**
 * Which fields of a row are columns of its data file: all but the partition columns, whose values
 * the log keeps.
 *
 * @param stored the file's columns
 * @param positions of the file's columns within the row
 */
record FileColumns(RowType stored, int[] positions) {

  static FileColumns of(RowType rowType, List<String> partitionColumns) {
    List<RowType.RowField> fields = new ArrayList<>();
    int[] positions = new int[rowType.getFieldCount()];
    for (int i = 0; i < rowType.getFieldCount(); i++) {
      RowType.RowField field = rowType.getFields().get(i);
      if (!partitionColumns.contains(field.getName())) {
        positions[fields.size()] = i;
        fields.add(field);
      }
    }
    return new FileColumns(
        new RowType(false, fields), java.util.Arrays.copyOf(positions, fields.size()));
  }
}
