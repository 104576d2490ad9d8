package io.alluvium.connectors.delta.pages;

import java.nio.ByteBuffer;
import org.apache.flink.table.data.columnar.vector.ColumnVector;
import org.apache.flink.table.data.columnar.vector.heap.HeapBooleanVector;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.values.ValuesReader;

/** Booleans, which have no dictionary. */
final class BooleanValues extends Values {
  private HeapBooleanVector vector = new HeapBooleanVector(0);

  @Override
  void startBatch(int capacity) {
    vector = new HeapBooleanVector(capacity);
  }

  @Override
  ColumnVector vector() {
    return vector;
  }

  @Override
  void setNull(int row) {
    vector.setNullAt(row);
  }

  @Override
  boolean readsPlain() {
    return false;
  }

  @Override
  void useDictionary(Dictionary dictionary) {
    throw new UnsupportedOperationException("dictionary of booleans");
  }

  @Override
  void plain(ByteBuffer in, int row, int count) {
    throw new UnsupportedOperationException("PLAIN booleans are bits");
  }

  @Override
  void fromDictionary(int[] ids, int from, int row, int count) {
    throw new UnsupportedOperationException("dictionary of booleans");
  }

  @Override
  void encoded(ValuesReader in, int row, int count) {
    for (int i = row; i < row + count; i++) {
      vector.vector[i] = in.readBoolean();
    }
  }
}
