package io.alluvium.connectors.snowflake;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.flink.annotation.PublicEvolving;

/**
 * What an objective of staleness would have cost for changes that were recorded: the sink's own
 * schedule, run over their times. How long a MERGE takes is assumed, not measured.
 *
 * @param checkpoint interval of the job's checkpoints
 * @param merge what each flush takes whatever its rows
 * @param mergePerMillion what it takes in addition for a million rows
 * @param autoSuspend of the warehouse
 * @param warehousePerHour the bound on cost; zero for none
 */
@PublicEvolving
public record FlushSimulation(
    Duration checkpoint,
    Duration merge,
    Duration mergePerMillion,
    Duration autoSuspend,
    Duration warehousePerHour) {
  private static final double MILLION = 1e6;

  /**
   * @throws IllegalArgumentException where the bound allows no flush, which would be waited for
   *     without end
   */
  public FlushSimulation {
    if (FlushSchedule.allowsNone(warehousePerHour, autoSuspend)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Of %d s of the warehouse in an hour no flush could be made: one keeps it running for"
                  + " %d s. Give it at least that, or 0 for no bound.",
              warehousePerHour.toSeconds(),
              FlushSchedule.ofOneFlush(autoSuspend).toSeconds()));
    }
  }

  /**
   * @param time milliseconds since 1970
   * @param rows that changed then
   */
  public record Change(long time, long rows) {}

  /**
   * @param merges one for each flush
   * @param warehouse how long the warehouse would have run
   * @param oldest how old the oldest change was when its flush was done
   */
  public record Outcome(long merges, Duration warehouse, Duration oldest) {}

  /**
   * @param changes in the order of their times, at least one
   * @param staleness the objective
   */
  public Outcome of(List<Change> changes, Duration staleness) {
    FlushSchedule schedule =
        new FlushSchedule(staleness, Long.MAX_VALUE, warehousePerHour, autoSuspend);
    WarehouseTime warehouse = new WarehouseTime(autoSuspend);
    long merges = 0;
    long oldest = 0;
    long waiting = 0;
    long waitingSince = Long.MAX_VALUE;
    int next = 0;
    long now = changes.get(0).time();
    while (next < changes.size() || waiting > 0) {
      now += checkpoint.toMillis();
      while (next < changes.size() && changes.get(next).time() <= now) {
        waiting += changes.get(next).rows();
        waitingSince = Math.min(waitingSince, changes.get(next).time());
        next++;
      }
      if (schedule.isDue(now, waitingSince, waiting, checkpoint.toMillis())) {
        long millis = merge.toMillis() + Math.round(mergePerMillion.toMillis() * waiting / MILLION);
        schedule.flushed(now);
        warehouse.flush(now, millis);
        oldest = Math.max(oldest, now + millis - waitingSince);
        merges++;
        waiting = 0;
        waitingSince = Long.MAX_VALUE;
      }
    }
    return new Outcome(
        merges, Duration.ofMillis(warehouse.totalMillis()), Duration.ofMillis(oldest));
  }
}
