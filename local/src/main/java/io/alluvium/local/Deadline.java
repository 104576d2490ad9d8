package io.alluvium.local;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for conditions that nothing announces. */
final class Deadline {
  private static final long POLL_MILLIS = 10;

  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** A condition that is cheap to ask. */
  interface Condition {
    boolean holds() throws IOException;
  }

  /** Whether the condition held before the time was over. */
  boolean await(Condition condition) throws IOException, InterruptedException {
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return true;
  }
}
