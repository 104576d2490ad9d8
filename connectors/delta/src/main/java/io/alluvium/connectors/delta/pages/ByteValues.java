package io.alluvium.connectors.delta.pages;

import java.nio.ByteBuffer;
import org.apache.flink.table.data.columnar.vector.ColumnVector;
import org.apache.flink.table.data.columnar.vector.heap.HeapByteVector;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.values.ValuesReader;

/** 8-bit integers, which Parquet keeps in 32 bits. */
final class ByteValues extends Values {
  private HeapByteVector vector = new HeapByteVector(0);
  private byte[] dictionary = new byte[0];

  @Override
  void startBatch(int capacity) {
    vector = new HeapByteVector(capacity);
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
    dictionary = new byte[source.getMaxId() + 1];
    for (int id = 0; id < dictionary.length; id++) {
      dictionary[id] = (byte) source.decodeToInt(id);
    }
  }

  @Override
  void plain(ByteBuffer in, int row, int count) {
    byte[] target = vector.vector;
    for (int i = row; i < row + count; i++) {
      target[i] = (byte) in.getInt();
    }
  }

  @Override
  void fromDictionary(int[] ids, int from, int row, int count) {
    byte[] target = vector.vector;
    for (int i = 0; i < count; i++) {
      target[row + i] = dictionary[ids[from + i]];
    }
  }

  @Override
  void encoded(ValuesReader in, int row, int count) {
    byte[] target = vector.vector;
    for (int i = row; i < row + count; i++) {
      target[i] = (byte) in.readInteger();
    }
  }
}
