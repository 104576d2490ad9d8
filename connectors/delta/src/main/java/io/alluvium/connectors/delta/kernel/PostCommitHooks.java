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

  /** Runs all that are due after a commit. */
  static void run(Engine engine, TransactionCommitResult result) {
    for (PostCommitHook hook : result.getPostCommitHooks()) {
      run(engine, hook, result.getVersion());
    }
  }

  static void run(Engine engine, PostCommitHook hook, long version) {
    try {
      hook.threadSafeInvoke(engine);
    } catch (IOException | RuntimeException e) {
      // The commit stands; the files that hooks write only make later reads cheaper, and the
      // next commit writes them anew.
      LOG.warn("Post-commit step {} of version {} failed", hook.getType(), version, e);
    }
  }
}
