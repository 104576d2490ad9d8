package io.alluvium.connectors.snowflake;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.flink.annotation.PublicEvolving;

/**
 * How long a warehouse runs that only flushes use: from a flush until it has been idle for its
 * AUTO_SUSPEND, and never less than the minute that Snowflake bills for each start. Times are
 * milliseconds; flushes are told in their order.
 */
@PublicEvolving
public final class WarehouseTime implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long LEAST_MILLIS = Duration.ofMinutes(1).toMillis();

  private final long autoSuspendMillis;
  private final Deque<long[]> periods = new ArrayDeque<>();
  private long forgottenMillis;

  public WarehouseTime(Duration autoSuspend) {
    this.autoSuspendMillis = autoSuspend.toMillis();
  }

  /** Tells of a flush that began at a time and took so long. */
  public void flush(long start, long millis) {
    long end = start + millis + autoSuspendMillis;
    long[] last = periods.peekLast();
    if (last != null && start <= last[1]) {
      last[1] = Math.max(last[1], end);
    } else {
      periods.add(new long[] {start, Math.max(end, start + LEAST_MILLIS)});
    }
  }

  /** By how much a flush would prolong what {@link #totalMillis} gives. */
  long prolongedBy(long start, long millis) {
    long end = start + millis + autoSuspendMillis;
    long[] last = periods.peekLast();
    return last != null && start <= last[1]
        ? Math.max(0, end - last[1])
        : Math.max(end - start, LEAST_MILLIS);
  }

  /** Of all flushes, also the part that is still to come. */
  public long totalMillis() {
    return forgottenMillis + remembered();
  }

  /** Of the periods that had not ended at the time given; forgets the others. */
  long millisSince(long time) {
    while (!periods.isEmpty() && periods.peekFirst()[1] <= time) {
      long[] period = periods.removeFirst();
      forgottenMillis += period[1] - period[0];
    }
    long[] first = periods.peekFirst();
    return remembered() - (first == null ? 0 : Math.max(0, time - first[0]));
  }

  private long remembered() {
    return periods.stream().mapToLong(period -> period[1] - period[0]).sum();
  }
}
