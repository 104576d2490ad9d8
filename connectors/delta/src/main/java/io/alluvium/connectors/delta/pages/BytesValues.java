package io.alluvium.connectors.delta.pages;

import java.nio.ByteBuffer;
import org.apache.flink.table.data.columnar.vector.ColumnVector;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.values.ValuesReader;

/** Texts and byte sequences; those that are PLAIN or in a dictionary are not copied. */
final class BytesValues extends Values {
  private final int fixedLength;
  private BytesVector vector = new BytesVector(0);
  private byte[][] dictionary = new byte[0][];

  /**
   * @param fixedLength of all values; 0 where each has its own
   */
  BytesValues(int fixedLength) {
    this.fixedLength = fixedLength;
  }

  @Override
  void startBatch(int capacity) {
    vector = new BytesVector(capacity);
  }

  @Override
  ColumnVector vector() {
    return vector;
  }

  @Override
  void setNull(int row) {
    // Entries are null until they are set.
  }

  @Override
  void useDictionary(Dictionary source) {
    dictionary = new byte[source.getMaxId() + 1][];
    for (int id = 0; id < dictionary.length; id++) {
      dictionary[id] = source.decodeToBinary(id).getBytes();
    }
  }

  @Override
  void plain(ByteBuffer in, int row, int count) {
    byte[] page = in.array();
    int position = in.position();
    for (int i = row; i < row + count; i++) {
      int length = fixedLength;
      if (fixedLength == 0) {
        length = in.getInt(position);
        position += Integer.BYTES;
      }
      vector.set(i, page, in.arrayOffset() + position, length);
      position += length;
    }
    in.position(position);
  }

  @Override
  void fromDictionary(int[] ids, int from, int row, int count) {
    vector.setFromDictionary(row, dictionary, ids, from, count);
  }

  @Override
  void encoded(ValuesReader in, int row, int count) {
    for (int i = row; i < row + count; i++) {
      byte[] value = in.readBytes().getBytes();
      vector.set(i, value, 0, value.length);
    }
  }
}
