package io.alluvium.connectors.delta.pages;

import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.columnar.vector.BytesColumnVector;

/** Byte sequences that stay where they were read, in pages or dictionaries. */
@Internal
public final class BytesVector implements BytesColumnVector {
  private static final byte[] EMPTY = new byte[0];

  final byte[][] data;
  final int[] start;
  final int[] length;
  @Nullable private byte[][] dictionary;
  @Nullable private int[] ids;
  private boolean hasOthers;

  BytesVector(int capacity) {
    data = new byte[capacity][];
    start = new int[capacity];
    length = new int[capacity];
  }

  /** An unset entry is null. */
  void set(int row, byte[] bytes, int offset, int size) {
    data[row] = bytes == null ? EMPTY : bytes;
    start[row] = offset;
    length[row] = size;
    hasOthers = true;
  }

  /** As {@link #set}, of one or more rows whose values are in a dictionary. */
  void setFromDictionary(int row, byte[][] values, int[] valueIds, int from, int count) {
    if (ids == null) {
      dictionary = values;
      ids = new int[data.length];
    }
    hasOthers |= dictionary != values;
    System.arraycopy(valueIds, from, ids, row, count);
    for (int i = 0; i < count; i++) {
      byte[] value = values[valueIds[from + i]];
      data[row + i] = value;
      length[row + i] = value.length;
    }
  }

  /**
   * Where all values that are not null come from; null where they come from elsewhere. The same
   * object for all batches of a column of a row group, and never changed.
   */
  @Nullable
  public byte[][] dictionary() {
    return hasOthers ? null : dictionary;
  }

  /** Of a value that is not null, in the {@link #dictionary()}. */
  public int dictionaryId(int row) {
    return ids[row];
  }

  /** The array that holds a value that is not null. */
  public byte[] array(int row) {
    return data[row];
  }

  /** Where a value begins in its array. */
  public int start(int row) {
    return start[row];
  }

  public int length(int row) {
    return length[row];
  }

  @Override
  public Bytes getBytes(int row) {
    return new Bytes(data[row], start[row], length[row]);
  }

  @Override
  public boolean isNullAt(int row) {
    return data[row] == null;
  }
}
