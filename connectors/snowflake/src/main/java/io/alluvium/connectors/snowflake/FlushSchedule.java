package io.alluvium.connectors.snowflake;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Decides at which checkpoints changes are flushed: as late as the objective of staleness allows,
 * at once where there are many, and never beyond the bound on the warehouse's time. Times are
 * milliseconds.
 */
@PublicEvolving
public final class FlushSchedule implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

  /** What a flush is taken to need before it is known. */
  private static final long ASSUMED_FLUSH_MILLIS = Duration.ofSeconds(5).toMillis();

  private final long stalenessMillis;
  private final long maxRows;
  private final long warehouseMillisPerHour;
  private final WarehouseTime warehouse;

  /**
   * @param staleness how old a change may become before it is flushed
   * @param maxRows so many rows are flushed before their time
   * @param warehousePerHour how long the warehouse may run in an hour; 0 for as long as need be
   * @param autoSuspend how long it runs on behind a flush
   */
  public FlushSchedule(
      Duration staleness, long maxRows, Duration warehousePerHour, Duration autoSuspend) {
    this.stalenessMillis = staleness.toMillis();
    this.maxRows = maxRows;
    this.warehouseMillisPerHour = warehousePerHour.toMillis();
    this.warehouse = new WarehouseTime(autoSuspend);
  }

  /** How long a warehouse is taken to run for one flush alone. */
  static Duration ofOneFlush(Duration autoSuspend) {
    return Duration.ofMillis(new WarehouseTime(autoSuspend).prolongedBy(0, ASSUMED_FLUSH_MILLIS));
  }

  /** Whether a bound on the warehouse's time in an hour has no room for one flush. */
  static boolean allowsNone(Duration warehousePerHour, Duration autoSuspend) {
    return !warehousePerHour.isZero() && warehousePerHour.compareTo(ofOneFlush(autoSuspend)) < 0;
  }

  /**
   * Whether what waits is to be flushed at this checkpoint, because the next one would be too late.
   *
   * @param oldest when the oldest change came that waits
   * @param rows that wait
   * @param checkpointMillis from the last checkpoint to this one
   */
  public boolean isDue(long now, long oldest, long rows, long checkpointMillis) {
    if (rows == 0) {
      return false;
    }
    boolean isWanted =
        rows >= maxRows || now - oldest + Math.max(0, checkpointMillis) >= stalenessMillis;
    return isWanted && isAffordable(now);
  }

  private boolean isAffordable(long now) {
    return warehouseMillisPerHour == 0
        || warehouse.millisSince(now - HOUR_MILLIS)
                + warehouse.prolongedBy(now, ASSUMED_FLUSH_MILLIS)
            <= warehouseMillisPerHour;
  }

  /** Tells that what waited is flushed now. */
  public void flushed(long now) {
    warehouse.flush(now, ASSUMED_FLUSH_MILLIS);
    warehouse.millisSince(now - HOUR_MILLIS);
  }
}
