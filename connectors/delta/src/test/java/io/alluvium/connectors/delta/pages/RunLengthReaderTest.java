package io.alluvium.connectors.delta.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunLengthReaderTest {
  private static final int VALUES = 3_001;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 7, 8, 9, 13, 16, 17, 24, 25, 31, 32})
  void readsWhatParquetWrites(int bitWidth) throws Exception {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      int[] values = values(random, bitWidth);
      RunLengthReader reader = new RunLengthReader(encoded(values, bitWidth), bitWidth);
      int[] target = new int[VALUES];
      int row = 0;
      while (row < VALUES) {
        int count = Math.min(VALUES - row, 1 + random.nextInt(300));
        int[] wanted = Arrays.copyOfRange(values, row, row + count);
        if (random.nextBoolean() && reader.skipAll(values[row], count)) {
          assertThat(wanted).containsOnly(values[row]);
        } else {
          reader.read(target, count);
          assertThat(Arrays.copyOf(target, count)).isEqualTo(wanted);
        }
        row += count;
      }
    }
  }

  private static int[] values(Random random, int bitWidth) {
    int mask = (int) ((1L << bitWidth) - 1);
    int[] values = new int[VALUES];
    for (int i = 0; i < VALUES; ) {
      int end = Math.min(VALUES, i + 1 + random.nextInt(400));
      boolean repeated = random.nextBoolean();
      int value = random.nextInt() & mask;
      for (; i < end; i++) {
        values[i] = repeated ? value : random.nextInt() & mask;
      }
    }
    // The last run is a packed one.
    for (int i = VALUES - 20; i < VALUES; i++) {
      values[i] = i & 1 & mask;
    }
    return values;
  }

  /** In the midst of an array, without the zeros after the last value. */
  private static ByteBuffer encoded(int[] values, int bitWidth) throws Exception {
    byte[] bytes;
    try (RunLengthBitPackingHybridEncoder encoder =
        new RunLengthBitPackingHybridEncoder(
            bitWidth, 64, 1 << 16, HeapByteBufferAllocator.getInstance())) {
      for (int value : values) {
        encoder.writeInt(value);
      }
      bytes = encoder.toBytes().toByteArray();
    }
    int length = bytes.length;
    while (bitWidth > 0 && length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    byte[] array = new byte[length + 11];
    Arrays.fill(array, (byte) -1);
    System.arraycopy(bytes, 0, array, 3, length);
    return ByteBuffer.wrap(array, 3, length);
  }
}
