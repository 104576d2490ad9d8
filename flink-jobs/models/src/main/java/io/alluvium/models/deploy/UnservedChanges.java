package io.alluvium.models.deploy;

import io.alluvium.connectors.snowflake.WaitingChanges;
import java.io.DataInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.runtime.checkpoint.OperatorState;

/**
 * Follows checkpoints until what a job had handed to its stores at the first of them is written
 * there. Only Snowflake's sink keeps changes back; others have written theirs when a checkpoint is
 * complete. No clock is compared with another's: the job may run on other machines.
 */
final class UnservedChanges {
  /** Since when the oldest changes waited at the first checkpoint. */
  @Nullable private Set<Long> waiting;

  /** The flushes under way at the first checkpoint at which none of these waited any more. */
  @Nullable private Set<String> flushes;

  /**
   * Whether they are in the stores.
   *
   * @param checkpoint that is complete, and not older than that of the last call
   */
  boolean areServedBy(Path checkpoint) throws IOException {
    List<OperatorState> operators = CheckpointFile.operators(checkpoint);
    if (flushes == null) {
      Set<Long> wait = entries(operators, WaitingChanges.CHANGES, WaitingChanges::oldestChange);
      if (waiting == null) {
        waiting = wait;
      }
      if (!Collections.disjoint(waiting, wait)) {
        return false;
      }
      flushes = entries(operators, WaitingChanges.BATCHES, WaitingChanges::batch);
      return flushes.isEmpty();
    }
    return Collections.disjoint(
        flushes, entries(operators, WaitingChanges.BATCHES, WaitingChanges::batch));
  }

  @FunctionalInterface
  private interface ValueReader<T> {
    T read(DataInput entry) throws IOException;
  }

  private static <T> Set<T> entries(
      List<OperatorState> operators, String state, ValueReader<T> reader) throws IOException {
    Set<T> entries = new HashSet<>();
    for (OperatorState operator : operators) {
      CheckpointFile.read(operator, state, entry -> entries.add(reader.read(entry)));
    }
    return entries;
  }
}
