package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.hook.PostCommitHook.PostCommitHookType;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the log cheap to read after a committer's commits: checksums at once, checkpoints with
 * their clean-up beside the commits that follow, since they rewrite the whole state of the table.
 *
 * <p>Not thread-safe: belongs to one committer.
 */
final class LogCare implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogCare.class);
  private static final Duration END_OF_CHECKPOINT = Duration.ofSeconds(30);

  private final DeltaTable table;
  private final Engine engine;
  private Thread checkpoint;

  LogCare(DeltaTable table) {
    this.table = table;
    this.engine = table.engine();
  }

  /**
   * Does what is due after a commit.
   *
   * @return whether the snapshot of the commit is worth keeping: where it had no checksum, each
   *     commit on it would compute one from the whole log
   */
  boolean after(TransactionCommitResult result) {
    boolean keep = true;
    for (PostCommitHook hook : result.getPostCommitHooks()) {
      if (hook.getType() == PostCommitHookType.CHECKPOINT) {
        startCheckpoint(result.getVersion());
      } else {
        PostCommitHooks.run(engine, hook, result.getVersion());
        keep &= hook.getType() != PostCommitHookType.CHECKSUM_FULL;
      }
    }
    return keep;
  }

  /**
   * Of the latest version, not by Kernel's hook: that loads a version by its number, and Kernel
   * cleans the log up only for a snapshot that was loaded as the latest.
   */
  private void startCheckpoint(long version) {
    if (checkpoint != null) {
      // Slower than a whole interval of commits: the next one will do.
      return;
    }
    checkpoint = new Thread(this::writeCheckpoint, "delta-checkpoint-" + version);
    checkpoint.setDaemon(true);
    checkpoint.start();
  }

  private void writeCheckpoint() {
    try {
      TableCheckpoint.write(table);
      new ChecksumCleanup(engine, table.path()).run();
    } catch (IOException | RuntimeException e) {
      // The commits stand, and the next checkpoint makes up for this one.
      LOG.warn("The log of table {} stays longer than it need be for now", table.path(), e);
    }
  }

  /** Whether a checkpoint was completed since the last call: snapshots are better renewed. */
  boolean takeCompletedCheckpoint() {
    if (checkpoint == null || checkpoint.isAlive()) {
      return false;
    }
    checkpoint = null;
    return true;
  }

  /** Waits for a checkpoint that is being written; without it, the log would only be longer. */
  @Override
  public void close() {
    if (checkpoint != null) {
      try {
        checkpoint.join(END_OF_CHECKPOINT.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      checkpoint = null;
    }
  }
}
