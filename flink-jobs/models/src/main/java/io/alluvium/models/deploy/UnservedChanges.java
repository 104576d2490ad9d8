package io.alluvium.models.deploy;

import io.alluvium.connectors.snowflake.WaitingChanges;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.flink.runtime.checkpoint.OperatorState;

/**
 * Follows checkpoints until what a job had handed to its stores at some time is written there. Only
 * Snowflake's sink keeps changes back; others have written theirs when a checkpoint is complete.
 */
final class UnservedChanges {
  private final LongSupplier clock;
  private long time;
  private boolean allBegun;

  /**
   * Those until now.
   *
   * @param clock milliseconds since 1970
   */
  UnservedChanges(LongSupplier clock) {
    this.clock = clock;
    this.time = clock.getAsLong();
  }

  /**
   * Whether they are in the stores.
   *
   * @param checkpoint that is complete
   */
  boolean areServedBy(Path checkpoint) throws IOException {
    List<OperatorState> operators = CheckpointFile.operators(checkpoint);
    if (!allBegun) {
      if (oldest(operators) <= time) {
        return false;
      }
      allBegun = true;
      // Whatever flush has taken them began before.
      time = clock.getAsLong();
    }
    return firstFlush(operators) > time;
  }

  private static long oldest(List<OperatorState> operators) throws IOException {
    long[] oldest = {Long.MAX_VALUE};
    for (OperatorState operator : operators) {
      CheckpointFile.read(
          operator,
          WaitingChanges.CHANGES,
          entry -> oldest[0] = Math.min(oldest[0], WaitingChanges.oldestChange(entry)));
    }
    return oldest[0];
  }

  private static long firstFlush(List<OperatorState> operators) throws IOException {
    long[] first = {Long.MAX_VALUE};
    for (OperatorState operator : operators) {
      CheckpointFile.read(
          operator,
          WaitingChanges.BATCHES,
          entry -> first[0] = Math.min(first[0], WaitingChanges.beginningOfFlush(entry)));
    }
    return first[0];
  }
}
