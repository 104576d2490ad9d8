package io.alluvium.models.aggregate;

import java.util.Arrays;

/** Words of 64 bits, one behind the other. */
final class Words {
  private static final int INITIAL = 16;

  private long[] array = new long[INITIAL];
  private int length;

  int length() {
    return length;
  }

  /** Another one after the next {@link #reserve}. */
  long[] array() {
    return array;
  }

  void clear() {
    length = 0;
  }

  /**
   * Makes room behind what there is.
   *
   * @return where it begins
   */
  int reserve(int count) {
    int start = length;
    length += count;
    if (length > array.length) {
      array = Arrays.copyOf(array, Math.max(length, 2 * array.length));
    }
    return start;
  }
}
