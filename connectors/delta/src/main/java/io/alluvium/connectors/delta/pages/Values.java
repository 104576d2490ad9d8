package io.alluvium.connectors.delta.pages;

import java.nio.ByteBuffer;
import org.apache.flink.table.data.columnar.vector.ColumnVector;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.values.ValuesReader;

/**
 * Where the values of a column go: the vector of the batch that is being read, in the type that is
 * wanted. Values come in runs without nulls between them.
 */
abstract class Values {

  /** Begins a vector for as many rows. */
  abstract void startBatch(int capacity);

  /** The vector of the current batch. */
  abstract ColumnVector vector();

  abstract void setNull(int row);

  /** Of the column chunk that is read next. */
  abstract void useDictionary(Dictionary dictionary);

  /** Takes values in the encoding PLAIN. */
  abstract void plain(ByteBuffer in, int row, int count);

  /** Takes values of the dictionary. */
  abstract void fromDictionary(int[] ids, int from, int row, int count);

  /** Takes values in any other encoding. */
  abstract void encoded(ValuesReader in, int row, int count);

  /** Whether {@link #plain} is supported; otherwise PLAIN comes as any other encoding. */
  boolean readsPlain() {
    return true;
  }
}
