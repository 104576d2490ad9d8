package io.alluvium.connectors.delta.sink.partition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.data.writer.BinaryRowWriter;
import org.apache.flink.table.data.writer.BinaryWriter;
import org.apache.flink.table.runtime.typeutils.InternalSerializers;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** Tells which partition of the table a row belongs to. Not thread-safe. */
@Internal
public final class PartitionOfRow {
  private final List<String> columns;
  private final int[] positions;
  private final PartitionText[] texts;
  private final RowData.FieldGetter[] getters;
  private final LogicalType[] types;
  private final TypeSerializer<?>[] serializers;
  private final BinaryRowData key;
  private final BinaryRowWriter writer;

  /**
   * @throws io.alluvium.connectors.delta.DeltaException where a table cannot be partitioned by a
   *     column
   */
  public PartitionOfRow(RowType rowType, List<String> partitionColumns) {
    columns = List.copyOf(partitionColumns);
    int count = columns.size();
    positions = new int[count];
    texts = new PartitionText[count];
    getters = new RowData.FieldGetter[count];
    types = new LogicalType[count];
    serializers = new TypeSerializer<?>[count];
    for (int i = 0; i < count; i++) {
      positions[i] = rowType.getFieldIndex(columns.get(i));
      RowType.RowField field = rowType.getFields().get(positions[i]);
      LogicalType type = field.getType();
      texts[i] = PartitionText.forColumn(field);
      getters[i] = RowData.createFieldGetter(type, positions[i]);
      types[i] = type;
      serializers[i] = InternalSerializers.create(type);
    }
    key = new BinaryRowData(count);
    writer = new BinaryRowWriter(key);
  }

  /** The row's partition for look-ups; the same object each time, so copy what is kept. */
  public BinaryRowData key(RowData row) {
    writer.reset();
    for (int i = 0; i < positions.length; i++) {
      Object value = getters[i].getFieldOrNull(row);
      if (value == null) {
        writer.setNullAt(i);
      } else {
        BinaryWriter.write(writer, i, value, types[i], serializers[i]);
      }
    }
    writer.complete();
    return key;
  }

  /** The partition's values as the log has them, in the order of the columns; null for null. */
  public Map<String, String> values(RowData row) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < positions.length; i++) {
      values.put(columns.get(i), texts[i].ofNullable(row, positions[i]));
    }
    return values;
  }

  /** The folder for the values, relative to the table; empty for a table without partitions. */
  public static String folder(Map<String, String> values) {
    return PartitionFolder.of(values);
  }
}
