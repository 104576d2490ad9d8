package io.alluvium.connectors.delta.pages;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Reads Parquet's hybrid of run lengths and bit packing, many values at a time. */
final class RunLengthReader {
  private static final int GROUP = 8;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final ByteBuffer in;
  private final byte[] array;
  private final int end;
  private final int bitWidth;
  private final int valueBytes;
  private int left;
  private boolean repeated;
  private int repeatedValue;
  private long nextBit;

  /**
   * @param in has an array, and is read from its position on
   */
  RunLengthReader(ByteBuffer in, int bitWidth) {
    this.in = in;
    this.array = in.array();
    this.end = in.arrayOffset() + in.limit();
    this.bitWidth = bitWidth;
    this.valueBytes = (bitWidth + 7) / 8;
  }

  /** Skips the next {@code count} values if they are known to be all the same one. */
  boolean skipAll(int value, int count) {
    if (left == 0) {
      startRun();
    }
    boolean same = repeated && repeatedValue == value && left >= count;
    left -= same ? count : 0;
    return same;
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
      nextBit = (long) (in.arrayOffset() + in.position()) * Byte.SIZE;
      long bytes = (long) (header >>> 1) * bitWidth;
      in.position((int) Math.min(in.limit(), in.position() + bytes));
    }
  }

  private void unpack(int[] values, int from, int count) {
    long mask = (1L << bitWidth) - 1;
    // A value of up to 32 bits, and up to 7 bits before it, are in the 8 bytes from its first on.
    int whole = 0;
    long lastWhole = (long) (end - Long.BYTES) * Byte.SIZE + Byte.SIZE - 1;
    if (nextBit <= lastWhole) {
      whole = bitWidth == 0 ? count : (int) Math.min(count, (lastWhole - nextBit) / bitWidth + 1);
    }
    long bit = nextBit;
    for (int i = from; i < from + whole; i++) {
      long bytes = (long) LONGS.get(array, (int) (bit >>> 3));
      values[i] = (int) ((bytes >>> (bit & 7)) & mask);
      bit += bitWidth;
    }
    for (int i = from + whole; i < from + count; i++) {
      values[i] = (int) ((lastBytes((int) (bit >>> 3)) >>> (bit & 7)) & mask);
      bit += bitWidth;
    }
    nextBit = bit;
  }

  /** The last group may be cut short after the last value. */
  private long lastBytes(int from) {
    long bytes = 0;
    for (int i = from; i < Math.min(end, from + Long.BYTES); i++) {
      bytes |= (array[i] & 0xffL) << (Byte.SIZE * (i - from));
    }
    return bytes;
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
