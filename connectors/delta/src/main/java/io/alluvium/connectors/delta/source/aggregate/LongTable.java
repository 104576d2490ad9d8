package io.alluvium.connectors.delta.source.aggregate;

import java.util.Arrays;

/**
 * Gives distinct 64-bit integers, and null, the numbers 0, 1, 2… in the order in which they come.
 */
final class LongTable {
  private static final int INITIAL_SLOTS = 64;
  private static final int NONE = -1;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  // Numbers plus one, by the hash of what they stand for; 0 is empty. At most half are in use.
  private int[] slots = new int[INITIAL_SLOTS];
  private int shift = Long.SIZE - Integer.numberOfTrailingZeros(INITIAL_SLOTS);
  private long[] values = new long[INITIAL_SLOTS / 2];
  private int size;
  private int nullNumber = NONE;

  int size() {
    return size;
  }

  boolean isNull(int number) {
    return number == nullNumber;
  }

  long value(int number) {
    return values[number];
  }

  int numberOfNull() {
    if (nullNumber == NONE) {
      if (size == values.length) {
        grow();
      }
      nullNumber = size++;
    }
    return nullNumber;
  }

  int numberOf(long value) {
    int slot = slotOf(value);
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      if (values[number] == value) {
        return number;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return add(value, slot);
  }

  private int add(long value, int slot) {
    if (size == values.length) {
      grow();
      return numberOf(value);
    }
    values[size] = value;
    slots[slot] = ++size;
    return size - 1;
  }

  private void grow() {
    values = Arrays.copyOf(values, 2 * values.length);
    slots = new int[2 * slots.length];
    shift--;
    for (int number = 0; number < size; number++) {
      if (number == nullNumber) {
        continue;
      }
      int slot = slotOf(values[number]);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = number + 1;
    }
  }

  private int slotOf(long value) {
    return (int) ((value * MIX) >>> shift);
  }

  void clear() {
    Arrays.fill(slots, 0);
    size = 0;
    nullNumber = NONE;
  }
}
