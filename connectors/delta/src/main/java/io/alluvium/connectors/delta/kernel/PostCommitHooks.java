package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.hook.PostCommitHook;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checksums and checkpoints of the log, which Kernel leaves to its callers. */
final class PostCommitHooks {
  private static final Logger LOG = LoggerFactory.getLogger(PostCommitHooks.class);

  private PostCommitHooks() {}

  /** Returns whether a checkpoint was among them: snapshots loaded before it are better renewed. */
  static boolean run(Engine engine, TransactionCommitResult result) {
    boolean checkpoint = false;
    for (PostCommitHook hook : result.getPostCommitHooks()) {
      checkpoint |= hook.getType() == PostCommitHook.PostCommitHookType.CHECKPOINT;
      try {
        hook.threadSafeInvoke(engine);
      } catch (IOException | RuntimeException e) {
        // The commit stands; the files that hooks write only make later reads cheaper, and the
        // next commit writes them anew.
        LOG.warn(
            "Post-commit step {} of version {} failed", hook.getType(), result.getVersion(), e);
      }
    }
    return checkpoint;
  }
}
