package io.alluvium.connectors.delta.sink;

import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** The primary key of a row, as a binary row that can be compared and hashed by its bytes. */
@Internal
public final class PrimaryKeySelector
    implements KeySelector<RowData, RowData>, ResultTypeQueryable<RowData> {
  private static final long serialVersionUID = 1L;

  private final RowType keyType;
  private final int[] positions;
  private final RowData.FieldGetter[] getters;

  private transient RowDataSerializer serializer;

  public PrimaryKeySelector(RowType rowType, List<String> primaryKey) {
    positions = primaryKey.stream().mapToInt(rowType::getFieldIndex).toArray();
    getters = new RowData.FieldGetter[positions.length];
    LogicalType[] types = new LogicalType[positions.length];
    for (int i = 0; i < positions.length; i++) {
      types[i] = rowType.getTypeAt(positions[i]);
      getters[i] = RowData.createFieldGetter(types[i], positions[i]);
    }
    keyType = RowType.of(types, primaryKey.toArray(new String[0]));
  }

  /** Returns a new row each time: keys are kept. */
  @Override
  public BinaryRowData getKey(RowData row) {
    if (serializer == null) {
      serializer = new RowDataSerializer(keyType);
    }
    GenericRowData key = new GenericRowData(getters.length);
    for (int i = 0; i < getters.length; i++) {
      key.setField(i, getters[i].getFieldOrNull(row));
    }
    return serializer.toBinaryRow(key).copy();
  }

  @Override
  public TypeInformation<RowData> getProducedType() {
    return InternalTypeInfo.of(keyType);
  }
}
