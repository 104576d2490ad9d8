package io.alluvium.connectors.delta.pages;

import java.nio.ByteBuffer;
import java.util.function.Function;
import org.apache.flink.table.data.columnar.vector.ColumnVector;
import org.apache.flink.table.data.columnar.vector.heap.HeapLongVector;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.values.ValuesReader;

/** 64-bit integers, and what is kept in them: timestamps, and decimals without their scale. */
final class LongValues extends Values {
  private final StoredLong stored;
  private final Function<HeapLongVector, ColumnVector> view;
  private HeapLongVector vector = new HeapLongVector(0);
  private long[] dictionary = new long[0];

  LongValues(StoredLong stored, Function<HeapLongVector, ColumnVector> view) {
    this.stored = stored;
    this.view = view;
  }

  @Override
  void startBatch(int capacity) {
    vector = new HeapLongVector(capacity);
  }

  @Override
  ColumnVector vector() {
    return view.apply(vector);
  }

  @Override
  void setNull(int row) {
    vector.setNullAt(row);
  }

  @Override
  void useDictionary(Dictionary source) {
    dictionary = new long[source.getMaxId() + 1];
    for (int id = 0; id < dictionary.length; id++) {
      dictionary[id] = stored.ofDictionary(source, id);
    }
  }

  @Override
  void plain(ByteBuffer in, int row, int count) {
    long[] target = vector.vector;
    if (stored == StoredLong.SAME) {
      in.asLongBuffer().get(target, row, count);
      in.position(in.position() + count * Long.BYTES);
      return;
    }
    for (int i = row; i < row + count; i++) {
      target[i] = stored.ofPlain(in);
    }
  }

  @Override
  void fromDictionary(int[] ids, int from, int row, int count) {
    long[] target = vector.vector;
    for (int i = 0; i < count; i++) {
      target[row + i] = dictionary[ids[from + i]];
    }
  }

  @Override
  void encoded(ValuesReader in, int row, int count) {
    long[] target = vector.vector;
    for (int i = row; i < row + count; i++) {
      target[i] = stored.ofEncoded(in);
    }
  }
}
