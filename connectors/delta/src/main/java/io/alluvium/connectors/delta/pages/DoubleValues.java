package io.alluvium.connectors.delta.pages;

import java.nio.ByteBuffer;
import org.apache.flink.table.data.columnar.vector.ColumnVector;
import org.apache.flink.table.data.columnar.vector.heap.HeapDoubleVector;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.values.ValuesReader;

/** Doubles, also from narrower types. */
final class DoubleValues extends Values {
  private final StoredDouble stored;

  private HeapDoubleVector vector = new HeapDoubleVector(0);
  private double[] dictionary = new double[0];

  DoubleValues(StoredDouble stored) {
    this.stored = stored;
  }

  @Override
  void startBatch(int capacity) {
    vector = new HeapDoubleVector(capacity);
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
    dictionary = new double[source.getMaxId() + 1];
    for (int id = 0; id < dictionary.length; id++) {
      dictionary[id] = stored.ofDictionary(source, id);
    }
  }

  @Override
  void plain(ByteBuffer in, int row, int count) {
    double[] target = vector.vector;
    if (stored == StoredDouble.SAME) {
      in.asDoubleBuffer().get(target, row, count);
      in.position(in.position() + count * Double.BYTES);
      return;
    }
    for (int i = row; i < row + count; i++) {
      target[i] = stored.ofPlain(in);
    }
  }

  @Override
  void fromDictionary(int[] ids, int from, int row, int count) {
    double[] target = vector.vector;
    for (int i = 0; i < count; i++) {
      target[row + i] = dictionary[ids[from + i]];
    }
  }

  @Override
  void encoded(ValuesReader in, int row, int count) {
    double[] target = vector.vector;
    for (int i = row; i < row + count; i++) {
      target[i] = stored.ofEncoded(in);
    }
  }
}
