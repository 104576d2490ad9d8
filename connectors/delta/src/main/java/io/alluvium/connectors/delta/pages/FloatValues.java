package io.alluvium.connectors.delta.pages;

import java.nio.ByteBuffer;
import org.apache.flink.table.data.columnar.vector.ColumnVector;
import org.apache.flink.table.data.columnar.vector.heap.HeapFloatVector;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.values.ValuesReader;

/** Floats. */
final class FloatValues extends Values {
  private HeapFloatVector vector = new HeapFloatVector(0);
  private float[] dictionary = new float[0];

  @Override
  void startBatch(int capacity) {
    vector = new HeapFloatVector(capacity);
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
    dictionary = new float[source.getMaxId() + 1];
    for (int id = 0; id < dictionary.length; id++) {
      dictionary[id] = source.decodeToFloat(id);
    }
  }

  @Override
  void plain(ByteBuffer in, int row, int count) {
    in.asFloatBuffer().get(vector.vector, row, count);
    in.position(in.position() + count * Float.BYTES);
  }

  @Override
  void fromDictionary(int[] ids, int from, int row, int count) {
    float[] target = vector.vector;
    for (int i = 0; i < count; i++) {
      target[row + i] = dictionary[ids[from + i]];
    }
  }

  @Override
  void encoded(ValuesReader in, int row, int count) {
    float[] target = vector.vector;
    for (int i = row; i < row + count; i++) {
      target[i] = in.readFloat();
    }
  }
}
