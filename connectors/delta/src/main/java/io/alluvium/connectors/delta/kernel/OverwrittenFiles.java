package io.alluvium.connectors.delta.kernel;

import io.alluvium.connectors.delta.DeltaException;
import io.delta.kernel.internal.util.PartitionUtils;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.StructType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;

/**
 * Finds the files that an {@link Overwrite} replaces. Values are compared, not their texts: writers
 * differ in how they write a time.
 */
final class OverwrittenFiles {
  private final String table;
  private final StructType schema;
  private final List<String> partitionColumns;

  OverwrittenFiles(String table, KernelSnapshot snapshot) {
    this.table = table;
    this.schema = snapshot.kernel().getSchema();
    this.partitionColumns = snapshot.partitionColumns();
  }

  List<DataFile> of(Overwrite overwrite, List<DataFile> active, List<DataFile> added) {
    Map<String, Object> wanted = new HashMap<>();
    overwrite.partition().forEach((column, text) -> wanted.put(column, value(column, text)));
    Set<List<Object>> written = new HashSet<>();
    if (overwrite.onlyWritten()) {
      added.forEach(file -> written.add(partition(file)));
    }
    List<DataFile> replaced = new ArrayList<>();
    for (DataFile file : active) {
      boolean matches =
          wanted.entrySet().stream()
              .allMatch(
                  entry ->
                      java.util.Objects.equals(
                          entry.getValue(),
                          value(entry.getKey(), file.partitionValues().get(entry.getKey()))));
      if (matches && (!overwrite.onlyWritten() || written.contains(partition(file)))) {
        replaced.add(file);
      }
    }
    return replaced;
  }

  private List<Object> partition(DataFile file) {
    List<Object> values = new ArrayList<>();
    for (String column : partitionColumns) {
      values.add(value(column, file.partitionValues().get(column)));
    }
    return values;
  }

  @Nullable
  private Object value(String column, @Nullable String text) {
    if (text == null) {
      return null;
    }
    int index = schema.indexOf(column);
    if (index < 0 || !partitionColumns.contains(column)) {
      throw new DeltaException(
          "Table "
              + table
              + " is not partitioned by '"
              + column
              + "' (but by "
              + partitionColumns
              + "). Overwrite a partition that it has.");
    }
    DataType type = schema.at(index).getDataType();
    try {
      Object value = PartitionUtils.literalForPartitionValue(type, text).getValue();
      return value instanceof byte[] bytes ? List.of(java.nio.ByteBuffer.wrap(bytes)) : value;
    } catch (IllegalArgumentException e) {
      throw new DeltaException(
          "'"
              + text
              + "' is no value of the partition column '"
              + column
              + "' of table "
              + table
              + ", which is "
              + type
              + ". Write it as the log does, for example 2026-05-01 for a date.");
    }
  }
}
