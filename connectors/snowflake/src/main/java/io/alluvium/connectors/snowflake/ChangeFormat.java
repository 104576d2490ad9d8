package io.alluvium.connectors.snowflake;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.utils.JoinedRowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * What is kept of a change: its row, and behind the columns its version. Which of two changes of a
 * key counts is decided here.
 */
final class ChangeFormat implements Serializable {
  private static final long serialVersionUID = 1L;

  private final RowType rowType;
  private final int[] keyColumns;
  @Nullable private final RowVersion version;
  private final RowDataSerializer serializer;

  ChangeFormat(RowType rowType, int[] keyColumns, @Nullable RowVersion version) {
    this.rowType = rowType;
    this.keyColumns = keyColumns.clone();
    this.version = version;
    this.serializer = type().toRowSerializer();
  }

  /** Of the changes. */
  InternalTypeInfo<RowData> type() {
    List<RowType.RowField> fields = new ArrayList<>(rowType.getFields());
    fields.add(new RowType.RowField("_version", new BigIntType()));
    return InternalTypeInfo.of(new RowType(fields));
  }

  /** Of the keys. */
  InternalTypeInfo<RowData> keyType() {
    LogicalType[] types = new LogicalType[keyColumns.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = rowType.getTypeAt(keyColumns[i]);
    }
    return InternalTypeInfo.ofFields(types);
  }

  KeySelector<RowData, RowData> keySelector() {
    RowData.FieldGetter[] getters = new RowData.FieldGetter[keyColumns.length];
    for (int i = 0; i < getters.length; i++) {
      getters[i] = RowData.createFieldGetter(rowType.getTypeAt(keyColumns[i]), keyColumns[i]);
    }
    RowDataSerializer keys = keyType().toRowSerializer();
    return row -> {
      GenericRowData key = new GenericRowData(getters.length);
      for (int i = 0; i < getters.length; i++) {
        key.setField(i, getters[i].getFieldOrNull(row));
      }
      // As bytes: so it is after a restore, and a key must have one hash.
      return keys.toBinaryRow(key).copy();
    };
  }

  int versionColumn() {
    return rowType.getFieldCount();
  }

  /**
   * @param before the change that waits; null where none does
   * @return what waits then; null where the change is older than that
   */
  @Nullable
  RowData latest(@Nullable RowData before, RowData row) {
    Long own = version == null ? null : version.of(row);
    Long former =
        before == null || before.isNullAt(versionColumn()) ? null : before.getLong(versionColumn());
    if (own != null && former != null && own < former) {
      return null;
    }
    JoinedRowData change =
        new JoinedRowData(row.getRowKind(), row, GenericRowData.of(own == null ? former : own));
    return serializer.toBinaryRow(change).copy();
  }
}
