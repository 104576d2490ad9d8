package io.alluvium.demo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How long a reading takes from the device to the KPI. Readings are told apart by their number
 * only: when the KPIs count n of them, the n-th that was sent has arrived.
 */
final class EventToKpiLag {
  private final Deque<Sample> sent = new ArrayDeque<>();

  private record Sample(long nanos, long readings) {}

  /** Notes how many distinct readings have been sent at a time of {@link System#nanoTime()}. */
  void sent(long nanos, long readings) {
    if (sent.isEmpty() || sent.getLast().readings() < readings) {
      sent.addLast(new Sample(nanos, readings));
    }
  }

  /** The age of the latest reading that the KPIs count; zero where they count all. */
  Duration at(long nanos, long readingsInKpis) {
    while (!sent.isEmpty() && sent.getFirst().readings() <= readingsInKpis) {
      sent.removeFirst();
    }
    // The oldest reading that is still on its way.
    return sent.isEmpty() ? Duration.ZERO : Duration.ofNanos(nanos - sent.getFirst().nanos());
  }
}
