package io.alluvium.connectors.postgres.reader;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;

/**
 * Which position of the log the server may be told to forget: one that a complete checkpoint
 * covers, and as many complete checkpoints ago as are to stay of use. So what a sink commits when a
 * checkpoint is complete is there before, and the checkpoint before can still be restored.
 */
final class ConfirmedPositions {
  private final int delay;
  private final TreeMap<Long, Long> taken = new TreeMap<>();
  private final Deque<Long> complete = new ArrayDeque<>();

  /**
   * @param restored the position in the state that the reader began with, which is complete
   */
  ConfirmedPositions(int delay, long restored) {
    this.delay = delay;
    complete.add(restored);
  }

  void taken(long checkpoint, long position) {
    taken.put(checkpoint, position);
  }

  /** The position to confirm when a checkpoint is complete; 0 for none. */
  long complete(long checkpoint) {
    Long position = taken.get(checkpoint);
    if (position == null) {
      return 0;
    }
    taken.headMap(checkpoint, true).clear();
    complete.add(position);
    while (complete.size() > delay + 1) {
      complete.remove();
    }
    return complete.size() == delay + 1 ? complete.peek() : 0;
  }
}
