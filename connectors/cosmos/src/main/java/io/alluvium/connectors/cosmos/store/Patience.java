package io.alluvium.connectors.cosmos.store;

import io.alluvium.connectors.cosmos.store.ItemResult.Outcome;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often and after what wait something is asked again. A server that is throttled says how long
 * to wait, and is waited for without end: it is not broken, and holds the input back.
 */
public final class Patience {
  private static final Duration UNSAID = Duration.ofMillis(100);

  /** More than tasks that begin together. */
  private static final int MOST_CONFLICTS = 1_000;

  private final int maxRetries;
  private final Duration retryInterval;
  private final Pause pause;
  private int retries;
  private int conflicts;

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  public Patience(int maxRetries, Duration retryInterval, Pause pause) {
    this.maxRetries = maxRetries;
    this.retryInterval = retryInterval;
    this.pause = pause;
  }

  /** Whether to ask again after this; has waited where so. */
  public boolean again(ItemResult result) throws InterruptedException {
    if (result.outcome() == Outcome.THROTTLED) {
      throttled(result.retryAfter());
      return true;
    }
    if (result.outcome() != Outcome.LATER || retries >= maxRetries) {
      return false;
    }
    retries++;
    pause.of(retryInterval);
    return true;
  }

  /**
   * Whether to ask again after others were first, which says nothing of the store; has waited where
   * so: each for another time, or those that met would meet again.
   */
  public boolean contended() throws InterruptedException {
    if (conflicts >= MOST_CONFLICTS) {
      return false;
    }
    conflicts++;
    pause.of(Duration.ofNanos(ThreadLocalRandom.current().nextLong(retryInterval.toNanos() + 1)));
    return true;
  }

  /** Waits as long as the server says. */
  public void throttled(Duration retryAfter) throws InterruptedException {
    pause.of(retryAfter.isZero() || retryAfter.isNegative() ? UNSAID : retryAfter);
  }

  /** Something has gone well: it starts anew. */
  public void rest() {
    retries = 0;
  }

  public int maxRetries() {
    return maxRetries;
  }
}
