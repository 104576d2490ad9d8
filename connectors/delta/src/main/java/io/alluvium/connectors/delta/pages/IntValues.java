package io.alluvium.connectors.delta.pages;

import java.nio.ByteBuffer;
import org.apache.flink.table.data.columnar.vector.ColumnVector;
import org.apache.flink.table.data.columnar.vector.heap.HeapIntVector;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.values.ValuesReader;

/** 32-bit integers, and dates in days since the epoch. */
final class IntValues extends Values {
  private HeapIntVector vector = new HeapIntVector(0);
  private int[] dictionary = new int[0];

  @Override
  void startBatch(int capacity) {
    vector = new HeapIntVector(capacity);
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
  void useDictionary(Dictionary source) {
    dictionary = new int[source.getMaxId() + 1];
    for (int id = 0; id < dictionary.length; id++) {
      dictionary[id] = source.decodeToInt(id);
    }
  }

  @Override
  void plain(ByteBuffer in, int row, int count) {
    in.asIntBuffer().get(vector.vector, row, count);
    in.position(in.position() + count * Integer.BYTES);
  }

  @Override
  void fromDictionary(int[] ids, int from, int row, int count) {
    int[] target = vector.vector;
    for (int i = 0; i < count; i++) {
      target[row + i] = dictionary[ids[from + i]];
    }
  }

  @Override
  void encoded(ValuesReader in, int row, int count) {
    int[] target = vector.vector;
    for (int i = row; i < row + count; i++) {
      target[i] = in.readInteger();
    }
  }
}
