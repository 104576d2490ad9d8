package io.alluvium.models.aggregate;

import java.util.Arrays;

/**
 * Groups by their key and the slice of time that they belong to: a hash table with open addressing.
 * All that is known of a group lies together in an array of words of 64 bits, since what a look-up
 * costs is memory that no cache has: the number of words of its key, the end of its slice, the key,
 * and the slots of its accumulators. Groups lie in the order in which they came.
 */
final class GroupTable {
  private static final int FIRST_WORDS = 1 << 12;
  private static final int FIRST_PLACES = 1 << 10;

  /** Of the number of words of a key, and of the end of a slice. */
  private static final int HEAD = 2;

  private final int slots;

  /** Where a group begins, and one more, at the place of its hash or behind; 0 for none. */
  private int[] places = new int[FIRST_PLACES];

  private long[] words = new long[FIRST_WORDS];
  private int used;
  private int size;

  /**
   * @param slots of a group
   */
  GroupTable(int slots) {
    this.slots = slots;
  }

  /** How many groups there are. */
  int size() {
    return size;
  }

  /** How much memory the groups take. */
  long bytes() {
    return 8L * used;
  }

  /** The words of all groups, until another group comes. */
  long[] words() {
    return words;
  }

  /**
   * The first of a group's slots, which are 0 where the group is new.
   *
   * @param slice the end of it
   */
  int find(Words group, long slice) {
    long[] key = group.array();
    int length = group.length();
    long hash = hash(slice, 0);
    for (int i = 0; i < length; i++) {
      hash = hash(hash, key[i]);
    }
    int mask = places.length - 1;
    int place = home(hash) & mask;
    while (places[place] != 0) {
      int former = places[place] - 1;
      if (isSame(former, slice, key, length)) {
        return first(former);
      }
      place = (place + 1) & mask;
    }
    return add(place, slice, key, length);
  }

  private static long hash(long hash, long word) {
    long mixed = (hash ^ word) * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 29);
  }

  /** Of the bits of the last word, the high ones hardly reach the low ones of the hash. */
  private static int home(long hash) {
    long mixed = hash * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> Integer.SIZE);
  }

  private boolean isSame(int group, long slice, long[] key, int length) {
    int keyStart = key(group);
    if (words[group] != length || words[group + 1] != slice) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (words[keyStart + i] != key[i]) {
        return false;
      }
    }
    return true;
  }

  private int add(int place, long slice, long[] key, int length) {
    int keyStart = used + HEAD;
    int first = keyStart + length;
    if (first + slots > words.length) {
      words = Arrays.copyOf(words, Math.max(first + slots, 2 * words.length));
    }
    words[used] = length;
    words[used + 1] = slice;
    System.arraycopy(key, 0, words, keyStart, length);
    places[place] = used + 1;
    used = first + slots;
    size++;
    if (2 * size > places.length) {
      growPlaces();
    }
    return first;
  }

  private void growPlaces() {
    places = new int[2 * places.length];
    int mask = places.length - 1;
    for (int group = 0; group < used; group = next(group)) {
      long hash = hash(words[group + 1], 0);
      int first = first(group);
      for (int i = key(group); i < first; i++) {
        hash = hash(hash, words[i]);
      }
      int place = home(hash) & mask;
      while (places[place] != 0) {
        place = (place + 1) & mask;
      }
      places[place] = group + 1;
    }
  }

  /** Where the groups end, the first of which is at 0. */
  int end() {
    return used;
  }

  /** Where the group behind another is. */
  int next(int group) {
    return first(group) + slots;
  }

  /** Where the slots of a group begin. */
  int first(int group) {
    return group + HEAD + (int) words[group];
  }

  /** The end of a group's slice. */
  long slice(int group) {
    return words[group + 1];
  }

  /** Where the key of a group begins. */
  int key(int group) {
    return group + HEAD;
  }

  /** Forgets all groups; their memory stays. */
  void clear() {
    Arrays.fill(places, 0);
    Arrays.fill(words, 0, used, 0);
    used = 0;
    size = 0;
  }
}
