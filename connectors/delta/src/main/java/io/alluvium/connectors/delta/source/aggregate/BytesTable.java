package io.alluvium.connectors.delta.source.aggregate;

import java.util.Arrays;
import javax.annotation.Nullable;

/**
 * Gives distinct byte sequences, and null, the numbers 0, 1, 2… in the order in which they come.
 */
final class BytesTable {
  private static final int INITIAL_SLOTS = 64;
  private static final int NONE = -1;
  private static final int MIX = 0x9E3779B9;

  // As in LongTable.
  private int[] slots = new int[INITIAL_SLOTS];
  private int shift = Integer.SIZE - Integer.numberOfTrailingZeros(INITIAL_SLOTS);
  private byte[][] values = new byte[INITIAL_SLOTS / 2][];
  private int[] hashes = new int[INITIAL_SLOTS / 2];
  private int size;
  private int nullNumber = NONE;

  int size() {
    return size;
  }

  /** Null for null; must not be changed. */
  @Nullable
  byte[] value(int number) {
    return values[number];
  }

  int numberOfNull() {
    if (nullNumber == NONE) {
      if (size == values.length) {
        grow();
      }
      nullNumber = size;
      values[size++] = null;
    }
    return nullNumber;
  }

  /** The bytes are copied where they are new. */
  int numberOf(byte[] bytes, int offset, int length) {
    int hash = hash(bytes, offset, length);
    int slot = slotOf(hash);
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      byte[] value = values[number];
      if (hashes[number] == hash
          && Arrays.equals(value, 0, value.length, bytes, offset, offset + length)) {
        return number;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    if (size == values.length) {
      grow();
      return numberOf(bytes, offset, length);
    }
    values[size] = Arrays.copyOfRange(bytes, offset, offset + length);
    hashes[size] = hash;
    slots[slot] = ++size;
    return size - 1;
  }

  private static int hash(byte[] bytes, int offset, int length) {
    int hash = length;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  private void grow() {
    values = Arrays.copyOf(values, 2 * values.length);
    hashes = Arrays.copyOf(hashes, values.length);
    slots = new int[2 * slots.length];
    shift--;
    for (int number = 0; number < size; number++) {
      if (number == nullNumber) {
        continue;
      }
      int slot = slotOf(hashes[number]);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = number + 1;
    }
  }

  private int slotOf(int hash) {
    return (hash * MIX) >>> shift;
  }

  void clear() {
    Arrays.fill(slots, 0);
    Arrays.fill(values, 0, size, null);
    size = 0;
    nullNumber = NONE;
  }
}
