package io.alluvium.models.aggregate;

import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Optional;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.apache.flink.table.types.logical.LogicalType;

/** A column of a key that is not null, as words: those of equal values are equal. */
sealed interface KeyColumn extends Serializable {
  void write(RowData row, int column, Words key);

  /** How many words the value takes that begins there. */
  int words(long[] key, int start);

  /** The value in the type that it has in a row. */
  Object value(long[] key, int start);

  /**
   * @return empty where keys of the type are left to the planner's own operator
   */
  static Optional<KeyColumn> of(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> Optional.of(new Flag());
      case CHAR, VARCHAR -> Optional.of(new Text());
      default -> Order.of(type).map(Ordered::new);
    };
  }

  /** Of numbers and times. */
  record Ordered(Order order) implements KeyColumn {
    @Override
    public void write(RowData row, int column, Words key) {
      int start = key.reserve(order.slots());
      order.set(row, column, key.array(), start);
    }

    @Override
    public int words(long[] key, int start) {
      return order.slots();
    }

    @Override
    public Object value(long[] key, int start) {
      return order.value(key, start);
    }
  }

  /** Of BOOLEAN. */
  record Flag() implements KeyColumn {
    @Override
    public void write(RowData row, int column, Words key) {
      int start = key.reserve(1);
      key.array()[start] = row.getBoolean(column) ? 1 : 0;
    }

    @Override
    public int words(long[] key, int start) {
      return 1;
    }

    @Override
    public Object value(long[] key, int start) {
      return key[start] != 0;
    }
  }

  /** Of texts: how many bytes there are, and these, filled up with zeros. */
  record Text() implements KeyColumn {
    private static final VarHandle WORDS =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    @Override
    public void write(RowData row, int column, Words key) {
      BinaryStringData text = (BinaryStringData) row.getString(column);
      text.ensureMaterialized();
      if (text.getSegments().length == 1 && !text.getSegments()[0].isOffHeap()) {
        write(text.getSegments()[0].getArray(), text.getOffset(), text.getSizeInBytes(), key);
      } else {
        byte[] bytes = text.toBytes();
        write(bytes, 0, bytes.length, key);
      }
    }

    private static void write(byte[] bytes, int from, int count, Words key) {
      int start = key.reserve(1 + wordsOf(count));
      long[] words = key.array();
      words[start] = count;
      int whole = count / Long.BYTES;
      for (int i = 0; i < whole; i++) {
        words[start + 1 + i] = (long) WORDS.get(bytes, from + i * Long.BYTES);
      }
      if (count % Long.BYTES != 0) {
        long last = 0;
        for (int i = from + count - 1; i >= from + whole * Long.BYTES; i--) {
          last = last << Byte.SIZE | bytes[i] & 0xFF;
        }
        words[start + 1 + whole] = last;
      }
    }

    private static int wordsOf(int bytes) {
      return (bytes + Long.BYTES - 1) / Long.BYTES;
    }

    @Override
    public int words(long[] key, int start) {
      return 1 + wordsOf((int) key[start]);
    }

    @Override
    public Object value(long[] key, int start) {
      byte[] bytes = new byte[(int) key[start]];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (key[start + 1 + i / Long.BYTES] >>> i % Long.BYTES * Byte.SIZE);
      }
      return StringData.fromBytes(bytes);
    }
  }
}
