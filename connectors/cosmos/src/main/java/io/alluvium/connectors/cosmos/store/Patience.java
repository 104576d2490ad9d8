package io.alluvium.connectors.cosmos.store;

import io.alluvium.connectors.cosmos.store.ItemResult.Outcome;
import java.time.Duration;

/**
 * How often and after what wait something is asked again. A server that is throttled says how long
 * to wait, and is waited for without end: it is not broken, and holds the input back.
 */
public final class Patience {
  private static final Duration UNSAID = Duration.ofMillis(100);

  private final int maxRetries;
  private final Duration retryInterval;
  private final Pause pause;
  private int retries;

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
