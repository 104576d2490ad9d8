package io.alluvium.connectors.delta.pages;

import java.nio.ByteBuffer;
import org.apache.flink.table.data.columnar.vector.ColumnVector;
import org.apache.flink.table.data.columnar.vector.heap.HeapShortVector;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.values.ValuesReader;

/** 16-bit integers, which Parquet keeps in 32 bits. */
final class ShortValues extends Values {
  private HeapShortVector vector = new HeapShortVector(0);
  private short[] dictionary = new short[0];

  @Override
  void startBatch(int capacity) {
    vector = new HeapShortVector(capacity);
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
    dictionary = new short[source.getMaxId() + 1];
    for (int id = 0; id < dictionary.length; id++) {
      dictionary[id] = (short) source.decodeToInt(id);
    }
  }

  @Override
  void plain(ByteBuffer in, int row, int count) {
    short[] target = vector.vector;
    for (int i = row; i < row + count; i++) {
      target[i] = (short) in.getInt();
    }
  }

  @Override
  void fromDictionary(int[] ids, int from, int row, int count) {
    short[] target = vector.vector;
    for (int i = 0; i < count; i++) {
      target[row + i] = dictionary[ids[from + i]];
    }
  }

  @Override
  void encoded(ValuesReader in, int row, int count) {
    short[] target = vector.vector;
    for (int i = row; i < row + count; i++) {
      target[i] = (short) in.readInteger();
    }
  }
}
