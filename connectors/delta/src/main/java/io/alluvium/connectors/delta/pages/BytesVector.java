package io.alluvium.connectors.delta.pages;

import org.apache.flink.table.data.columnar.vector.BytesColumnVector;

/** Byte sequences that stay where they were read, in pages or dictionaries. */
final class BytesVector implements BytesColumnVector {
  private static final byte[] EMPTY = new byte[0];

  final byte[][] data;
  final int[] start;
  final int[] length;

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
