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
    long[] nanos = new long[(int) (schedule.events() - first)];
    int version = 0;
    for (long event = first; event < schedule.events(); event++) {
      while (sightings.get(version).rows() <= event) {
        version++;
      }
      nanos[(int) (event - first)] = sightings.get(version).nanos() - schedule.nanos(event);
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
