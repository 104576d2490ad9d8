package io.alluvium.connectors.delta.sink.upsert;

/**
 * Gives a subtask file ids that no other subtask has, nor any attempt whose files were committed.
 *
 * <p>Subtask i of n takes every n-th id; after a restore all begin above the highest that any had
 * reached.
 */
final class FileIds {
  private final int stride;
  private int next;

  FileIds(int base, int subtask, int parallelism) {
    this.stride = parallelism;
    this.next = base + subtask;
  }

  int take() {
    int id = next;
    next = Math.addExact(next, stride);
    return id;
  }

  /** An id from which on none is taken. */
  int unused() {
    return next;
  }
}
