package io.alluvium.connectors.delta.source.aggregate;

import io.alluvium.connectors.delta.pages.BytesVector;
import io.alluvium.connectors.delta.pages.ColumnarBatch;
import io.alluvium.connectors.delta.pages.ConstantVector;
import java.util.Arrays;
import javax.annotation.Nullable;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.columnar.vector.BytesColumnVector.Bytes;
import org.apache.flink.table.data.columnar.vector.ColumnVector;

/** Keys that are texts. Values of a dictionary are looked up once. */
final class TextKeys implements KeyColumn {
  private static final int UNKNOWN = -1;

  private final BytesTable table = new BytesTable();
  // Of the dictionary that was seen last, by the places in it.
  @Nullable private byte[][] dictionary;
  private int[] numbersOfDictionary = new int[0];

  @Override
  public void number(ColumnarBatch batch, int column, LiveRows live, int[] numbers) {
    ColumnVector vector = batch.column(column);
    if (vector instanceof ConstantVector constant) {
      Arrays.fill(numbers, 0, live.count(), numberOf(constant));
      return;
    }
    BytesVector bytes = (BytesVector) vector;
    int[] rows = live.rows();
    if (bytes.dictionary() == null) {
      for (int i = 0; i < live.count(); i++) {
        numbers[i] = bytes.isNullAt(rows[i]) ? table.numberOfNull() : numberOf(bytes, rows[i]);
      }
      return;
    }
    use(bytes.dictionary());
    for (int i = 0; i < live.count(); i++) {
      numbers[i] =
          bytes.isNullAt(rows[i]) ? table.numberOfNull() : numberOfId(bytes.dictionaryId(rows[i]));
    }
  }

  private int numberOf(ConstantVector constant) {
    if (constant.isNullAt(0)) {
      return table.numberOfNull();
    }
    Bytes value = constant.getBytes(0);
    return table.numberOf(value.data, value.offset, value.len);
  }

  private int numberOf(BytesVector bytes, int row) {
    return table.numberOf(bytes.array(row), bytes.start(row), bytes.length(row));
  }

  private int numberOfId(int id) {
    int number = numbersOfDictionary[id];
    if (number == UNKNOWN) {
      byte[] value = dictionary[id];
      number = table.numberOf(value, 0, value.length);
      numbersOfDictionary[id] = number;
    }
    return number;
  }

  private void use(byte[][] next) {
    if (dictionary != next) {
      dictionary = next;
      numbersOfDictionary = new int[next.length];
      Arrays.fill(numbersOfDictionary, UNKNOWN);
    }
  }

  @Nullable
  @Override
  public Object value(int number) {
    byte[] value = table.value(number);
    return value == null ? null : StringData.fromBytes(value);
  }

  @Override
  public int size() {
    return table.size();
  }

  @Override
  public void clear() {
    table.clear();
    dictionary = null;
  }
}
