package io.alluvium.connectors.cosmos;

import io.alluvium.connectors.cosmos.store.Patience.Pause;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A budget of request units. What operations cost is known behind them: who has overspent waits
 * until the time has paid for it. What is not spent is kept for a second.
 */
final class RequestUnits {
  private static final double NANOS = 1e9;

  /** What a write of a kilobyte costs, roughly. */
  private static final double PER_OPERATION = 10;

  private final double perSecond;
  private final LongSupplier nanoClock;
  private final Pause pause;
  private double balance;
  private long last;

  /**
   * @param perSecond 0 for no bound
   */
  RequestUnits(double perSecond, LongSupplier nanoClock, Pause pause) {
    this.perSecond = perSecond;
    this.nanoClock = nanoClock;
    this.pause = pause;
    this.balance = perSecond;
    this.last = nanoClock.getAsLong();
  }

  /** How many operations to ask for at once, so that they do not come as a burst. */
  int operations(int most) {
    return perSecond == 0 ? most : (int) Math.max(1, Math.min(most, perSecond / PER_OPERATION));
  }

  /** Waits until all that was spent is paid for. */
  void await() throws InterruptedException {
    if (perSecond == 0) {
      return;
    }
    earn();
    while (balance < 0) {
      pause.of(Duration.ofNanos((long) Math.ceil(-balance / perSecond * NANOS)));
      earn();
    }
  }

  void spent(double units) {
    balance -= units;
  }

  private void earn() {
    long now = nanoClock.getAsLong();
    balance = Math.min(perSecond, balance + (now - last) / NANOS * perSecond);
    last = now;
  }
}
