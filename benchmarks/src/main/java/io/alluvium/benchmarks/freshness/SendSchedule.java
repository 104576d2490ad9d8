package io.alluvium.benchmarks.freshness;

/**
 * When each event is to be sent: at even distances, whatever the receiver does.
 *
 * @param startNanos when the first is, by {@link System#nanoTime}
 * @param perSecond events
 * @param events in all
 */
public record SendSchedule(long startNanos, int perSecond, long events) {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** When an event is to be sent. */
  public long nanos(long event) {
    return startNanos + nanosAfterStart(event);
  }

  long nanosAfterStart(long event) {
    return event * NANOS_PER_SECOND / perSecond;
  }

  /** How many events are to be sent until then. */
  public long due(long nanos) {
    return nanos < startNanos
        ? 0
        : Math.min(events, (nanos - startNanos) * perSecond / NANOS_PER_SECOND + 1);
  }
}
