package io.alluvium.connectors.snowflake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Makes batches of changes. Each has an epoch beyond that of every batch before it, also of those
 * before a restart: the time, and at least one more than the last.
 */
final class BatchWriter implements PendingChanges.Receiver {
  /** A larger file is a batch of its own. */
  private static final long LARGEST_FILE = 64L * 1024 * 1024;

  /** They are in the text of a statement, which may have a megabyte. */
  private static final int MOST_DEAD_LETTERS = 500;

  private final LineLayout lines;
  private final LongSupplier clock;
  private final BatchFile file = new BatchFile();
  private final List<Batch> batches = new ArrayList<>();
  private List<DeadLetter> deadLetters = new ArrayList<>();
  private long epoch;

  /**
   * @param lines of those that come
   * @param epoch of the last batch before
   * @param clock milliseconds since 1970
   */
  BatchWriter(LineLayout lines, long epoch, LongSupplier clock) {
    this.lines = lines;
    this.clock = clock;
    this.epoch = epoch;
  }

  @Override
  public void line(byte[] bytes, int offset, int length) throws IOException {
    file.line(bytes, offset, length);
    if (file.size() >= LARGEST_FILE) {
      closeBatch();
    }
  }

  @Override
  public void letter(DeadLetter letter) throws IOException {
    if (deadLetters.size() >= MOST_DEAD_LETTERS) {
      closeBatch();
    }
    deadLetters.add(letter);
  }

  /** Makes what was written a batch: what comes later is of another. */
  void closeBatch() throws IOException {
    if (file.rows() == 0 && deadLetters.isEmpty()) {
      return;
    }
    epoch = Math.max(epoch + 1, clock.getAsLong());
    long rows = file.rows();
    batches.add(
        new Batch(
            UUID.randomUUID().toString(),
            epoch,
            rows,
            rows == 0 ? new byte[0] : file.take(),
            deadLetters,
            lines));
    deadLetters = new ArrayList<>();
  }

  /** Those that were made since the last {@link #take}. */
  List<Batch> closed() {
    return List.copyOf(batches);
  }

  /** Of {@link #closed}. */
  long closedRows() {
    return batches.stream().mapToLong(Batch::rows).sum();
  }

  /** The batches of all that was written since the last time. */
  List<Batch> take() throws IOException {
    closeBatch();
    List<Batch> ready = List.copyOf(batches);
    batches.clear();
    return ready;
  }

  /** Of the last batch. */
  long epoch() {
    return epoch;
  }
}
