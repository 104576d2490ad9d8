package io.alluvium.cdc.bronze;

import java.util.BitSet;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Carries values over that a change left alone and the source did not send. */
final class Completion {
  private final RowType columns;
  private final BitSet missing;

  Completion(RowType columns, BitSet unavailable) {
    this.columns = columns;
    this.missing = (BitSet) unavailable.clone();
  }

  RowData complete(RowData row, RowData before) {
    GenericRowData completed = new GenericRowData(columns.getFieldCount());
    for (int i = 0; i < completed.getArity(); i++) {
      RowData.FieldGetter getter = RowData.createFieldGetter(columns.getTypeAt(i).copy(true), i);
      Object value = getter.getFieldOrNull(row);
      if (missing.get(i)) {
        value = getter.getFieldOrNull(before);
        missing.set(i, value == null);
      }
      completed.setField(i, value);
    }
    return completed;
  }

  /** What is missing still; null for nothing. */
  @Nullable
  BitSet missing() {
    return missing.isEmpty() ? null : missing;
  }
}
