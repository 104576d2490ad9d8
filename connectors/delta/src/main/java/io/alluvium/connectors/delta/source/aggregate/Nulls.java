package io.alluvium.connectors.delta.source.aggregate;

import io.alluvium.connectors.delta.pages.ColumnarBatch;
import org.apache.flink.table.data.columnar.vector.ColumnVector;

/** Which of the live values of a column of a batch are null. */
final class Nulls {
  private boolean[] isNull = new boolean[0];
  private boolean any;

  void load(ColumnarBatch batch, int column, LiveRows live) {
    any = batch.mayHaveNulls(column);
    if (!any) {
      return;
    }
    if (isNull.length < live.count()) {
      isNull = new boolean[live.rows().length];
    }
    ColumnVector vector = batch.column(column);
    int[] rows = live.rows();
    boolean found = false;
    for (int i = 0; i < live.count(); i++) {
      isNull[i] = vector.isNullAt(rows[i]);
      found |= isNull[i];
    }
    any = found;
  }

  /** Whether there are any. */
  boolean any() {
    return any;
  }

  /** Valid only where there are any. */
  boolean[] isNull() {
    return isNull;
  }
}
