package io.alluvium.local.snowflake;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Held by the transaction that changes rows, until its end; others wait. Snowflake locks each table
 * for UPDATE, DELETE and MERGE; one lock for all tables waits more often, never less.
 */
final class TableLock {
  private static final long PATIENCE_SECONDS = 60;

  private final Semaphore free = new Semaphore(1);

  /** Of one session; used by one thread at a time. */
  final class Hold {
    private boolean held;

    void take() {
      if (held) {
        return;
      }
      try {
        if (!free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw SnowflakeError.lockTimeout();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw SnowflakeError.lockTimeout();
      }
      held = true;
    }

    void release() {
      if (held) {
        held = false;
        free.release();
      }
    }
  }
}
