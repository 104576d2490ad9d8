package io.alluvium.demo;

import io.alluvium.demo.fleet.DeviceFleet;
import io.alluvium.demo.reconciliation.RedisKpis;
import io.alluvium.local.JobFailedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How far the input has come, as an onlooker sees it: from what was sent, the tables' commits and
 * Redis, not from the jobs.
 */
final class Flow {
  /** Longer than a change takes from one job to the next, which is about one checkpoint. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  private static final Duration STUCK = Duration.ofSeconds(60);

  private final Feed feed;
  private final DeviceFleet fleet;
  private final LakeRows lake;
  private final RedisKpis redis;
  private final List<String> stations;
  private final List<DemoJob> jobs;
  private final EventToKpiLag lag = new EventToKpiLag();

  private final long start = System.nanoTime();
  private long now = start;
  private long commits;
  private long lastCommit = start;
  private long lastReconciliation = start;
  private boolean inputComplete;
  private long readingsServed;
  private Duration currentLag = Duration.ZERO;

  Flow(
      Feed feed,
      DeviceFleet fleet,
      LakeRows lake,
      RedisKpis redis,
      List<String> stations,
      List<DemoJob> jobs) {
    this.feed = feed;
    this.fleet = fleet;
    this.lake = lake;
    this.redis = redis;
    this.stations = stations;
    this.jobs = jobs;
  }

  /**
   * Looks anew.
   *
   * @throws JobFailedException where a job has failed
   */
  void observe() throws Exception {
    for (DemoJob job : jobs) {
      Optional<Throwable> failure = job.failure();
      if (failure.isPresent()) {
        throw new JobFailedException(job.name(), failure.get());
      }
    }
    inputComplete = feed.isComplete();
    now = System.nanoTime();
    lag.sent(now, fleet.distinctReadings());
    lake.refresh();
    if (lake.commits() != commits) {
      commits = lake.commits();
      lastCommit = now;
    }
    readingsServed = redis.readings(stations);
    currentLag = lag.at(now, readingsServed);
  }

  /**
   * Whether all input was sent, its readings are counted in every layer, and nothing has moved for
   * a while. What has no count, such as a changed building, is then most likely through as well;
   * the reconciliation tells.
   */
  boolean hasSettled() {
    return inputComplete
        && lake.table(LakeRows.BRONZE_READING) == fleet.accepted()
        && lake.table(LakeRows.DEAD_LETTERS) == fleet.expectedDeadLetters()
        && lake.table(LakeRows.SILVER_READING) == fleet.distinctReadings()
        && readingsServed == fleet.distinctReadings()
        && isPast(Math.max(lastCommit, lastReconciliation), QUIET);
  }

  /** Whether all input was sent, and nothing has moved for so long that nothing will. */
  boolean isStuck() {
    return inputComplete && isPast(lastCommit, STUCK);
  }

  /** Lets another quiet time pass before the flow counts as settled again. */
  void reconciled() {
    lastReconciliation = System.nanoTime();
  }

  private boolean isPast(long instant, Duration duration) {
    return now - instant >= duration.toNanos();
  }

  long sent() {
    return fleet.sent();
  }

  long total() {
    return fleet.total();
  }

  long layer(String name) {
    return lake.layer(name);
  }

  long deadLetters() {
    return lake.table(LakeRows.DEAD_LETTERS);
  }

  /** Of distinct readings, in the KPIs that Redis serves. */
  long readingsServed() {
    return readingsServed;
  }

  /** From a device to Redis. */
  Duration lag() {
    return currentLag;
  }

  Duration elapsed() {
    return Duration.ofNanos(now - start);
  }
}
