package io.alluvium.ingest.batch;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import javax.annotation.Nullable;

/**
 * Finds work. What it finds counts only once the enumerator has taken it: the same look may be
 * asked for again with the same state, and must then find the same or more.
 *
 * @param <S> what it remembers between looks, immutable
 */
public interface Discovery<S> extends Closeable {

  /** Time between two looks. */
  Duration pace();

  /**
   * Looks for work that was not found yet; called by one thread, which may block.
   *
   * @param state of the look before; null at the first
   */
  Found<S> look(@Nullable S state, Situation situation) throws Exception;

  /**
   * @param idle whether all work that was found has been read to its end
   * @param checkpointsWhileIdle complete checkpoints that began since; from two on all rows are in
   *     their tables
   * @param restored whether the job went on from a checkpoint, and this is its first look since
   */
  record Situation(boolean idle, int checkpointsWhileIdle, boolean restored) {}

  /**
   * @param ended whether there will be no more
   */
  record Found<S>(List<WorkSplit> splits, S state, boolean ended) {
    public static <S> Found<S> nothing(S state) {
      return new Found<>(List.of(), state, false);
    }
  }

  @Override
  default void close() throws IOException {}
}
