package io.alluvium.benchmarks.freshness;

import java.util.Arrays;
import java.util.List;

/**
 * From the moment when each event was to be sent, whether it could be or not, until a version with
 * it was visible. A version holds the first of all events, without a gap: one source sends them in
 * their order, and what is committed ends at a checkpoint's barrier or a batch's offset.
 */
public final class Latencies {
  private final long[] sorted;

  private Latencies(long[] sorted) {
    this.sorted = sorted;
  }

  /**
   * @param schedule of the events
   * @param first event that counts; those before it got things going
   * @param sightings the last of which has all events
   */
  public static Latencies of(SendSchedule schedule, long first, List<Sighting> sightings) {
    long[] sent = new long[(int) schedule.events()];
    for (int event = 0; event < sent.length; event++) {
      sent[event] = schedule.nanos(event);
    }
    return of(sent, first, sightings);
  }

  /**
   * As above, where each event has its own time.
   *
   * @param sent by {@link System#nanoTime}
   */
  public static Latencies of(long[] sent, long first, List<Sighting> sightings) {
    long[] nanos = new long[(int) (sent.length - first)];
    int version = 0;
    for (int event = (int) first; event < sent.length; event++) {
      while (sightings.get(version).rows() <= event) {
        version++;
      }
      nanos[(int) (event - first)] = sightings.get(version).nanos() - sent[event];
    }
    Arrays.sort(nanos);
    return new Latencies(nanos);
  }

  /** Seconds within which a share of the events, 0 to 1, could be read. */
  public double seconds(double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, rank - 1)] / 1e9;
  }
}
