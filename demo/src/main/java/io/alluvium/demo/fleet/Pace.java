package io.alluvium.demo.fleet;

import java.util.concurrent.TimeUnit;

/** Holds a sender to a rate: however late it was once, it does not catch up in a burst. */
final class Pace {
  private static final long LONGEST_DEBT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long SHORTEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final double nanosPerMessage;
  private double due;

  /**
   * @param messagesPerSecond positive
   */
  Pace(double messagesPerSecond) {
    this.nanosPerMessage = TimeUnit.SECONDS.toNanos(1) / messagesPerSecond;
    this.due = System.nanoTime();
  }

  /** Waits until the next message may be sent. */
  void await() throws InterruptedException {
    long now = System.nanoTime();
    if (due - now > SHORTEST_SLEEP_NANOS) {
      TimeUnit.NANOSECONDS.sleep((long) (due - now));
    }
    due = Math.max(due, now - LONGEST_DEBT_NANOS) + nanosPerMessage;
  }
}
