package io.alluvium.connectors.postgres.replication;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits ever longer between tries, up to a limit for all of them. */
public final class Backoff {
  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 5_000;

  private final long limitNanos;
  private long since;
  private long millis;

  public Backoff(Duration limit) {
    this.limitNanos = limit.toNanos();
  }

  /** It worked. */
  public void reset() {
    millis = 0;
  }

  /** Whether nothing has worked for longer than the limit. */
  public boolean isExhausted() {
    return millis > 0 && System.nanoTime() - since > limitNanos;
  }

  /** Whether this is the first wait since it worked. */
  public boolean isFirst() {
    return millis == 0;
  }

  public void pause() throws InterruptedException {
    if (millis == 0) {
      since = System.nanoTime();
    }
    millis = millis == 0 ? FIRST_MILLIS : Math.min(LONGEST_MILLIS, millis * 2);
    TimeUnit.MILLISECONDS.sleep(millis);
  }
}
