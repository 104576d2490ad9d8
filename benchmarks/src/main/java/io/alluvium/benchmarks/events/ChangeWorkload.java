package io.alluvium.benchmarks.events;

/**
 * A table of rows by key that is loaded once and then changed in batches of random keys; the same
 * at every run and for every side. Knows nothing of Flink, so that all processes can use it.
 *
 * @param keys loaded, 0 to {@code keys - 1}
 * @param batches of changes after that
 * @param batchSize changes in each; a key may be among them more than once, its last change counts
 */
public record ChangeWorkload(int keys, int batches, int batchSize) {

  /** The key of a change; batches count from 0. */
  public long key(int batch, int change) {
    long state = (long) batch * batchSize + change + 1;
    state = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
    state = (state ^ (state >>> 27)) * 0x94d049bb133111ebL;
    return Math.floorMod(state ^ (state >>> 31), keys);
  }

  /** The number of a change, which its row carries. Loaded rows carry their key. */
  public long sequence(int batch, int change) {
    return keys + (long) batch * batchSize + change;
  }

  /** The sum of what the rows carry once all is done. */
  public long expectedSum() {
    long[] carried = new long[keys];
    for (int key = 0; key < keys; key++) {
      carried[key] = key;
    }
    for (int batch = 0; batch < batches; batch++) {
      for (int change = 0; change < batchSize; change++) {
        carried[(int) key(batch, change)] = sequence(batch, change);
      }
    }
    long sum = 0;
    for (long sequence : carried) {
      sum += sequence;
    }
    return sum;
  }

  public long changes() {
    return (long) batches * batchSize;
  }
}
