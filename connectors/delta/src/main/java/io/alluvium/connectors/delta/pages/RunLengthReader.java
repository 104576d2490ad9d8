package io.alluvium.connectors.delta.pages;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads Parquet's hybrid of run lengths and bit packing, many values at a time. */
final class RunLengthReader {
  private static final int GROUP = 8;

  private final ByteBuffer in;
  private final int bitWidth;
  private final int valueBytes;
  private int left;
  private boolean repeated;
  private int repeatedValue;
  private long bits;
  private int bitCount;

  /**
   * @param in is read from its position on
   */
  RunLengthReader(ByteBuffer in, int bitWidth) {
    this.in = in;
    this.bitWidth = bitWidth;
    this.valueBytes = (bitWidth + 7) / 8;
  }

  /** Reads the next {@code count} values, which the caller knows to be there. */
  void read(int[] values, int count) {
    int done = 0;
    while (done < count) {
      if (left == 0) {
        startRun();
      }
      int taken = Math.min(left, count - done);
      if (repeated) {
        Arrays.fill(values, done, done + taken, repeatedValue);
      } else {
        unpack(values, done, taken);
      }
      left -= taken;
      done += taken;
    }
  }

  private void startRun() {
    int header = readUnsignedVarInt();
    repeated = (header & 1) == 0;
    if (repeated) {
      left = header >>> 1;
      repeatedValue = 0;
      for (int i = 0; i < valueBytes; i++) {
        repeatedValue |= (in.get() & 0xff) << (8 * i);
      }
    } else {
      left = (header >>> 1) * GROUP;
      bits = 0;
      bitCount = 0;
    }
  }

  private void unpack(int[] values, int from, int count) {
    long mask = (1L << bitWidth) - 1;
    for (int i = from; i < from + count; i++) {
      while (bitCount < bitWidth) {
        // The last group may be cut short after the last value.
        long next = in.hasRemaining() ? in.get() & 0xffL : 0;
        bits |= next << bitCount;
        bitCount += 8;
      }
      values[i] = (int) (bits & mask);
      bits >>>= bitWidth;
      bitCount -= bitWidth;
    }
  }

  private int readUnsignedVarInt() {
    int value = 0;
    int shift = 0;
    while (true) {
      int next = in.get();
      value |= (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
      shift += 7;
    }
  }
}
