package io.alluvium.demo;

import io.alluvium.demo.fleet.DeviceFleet;
import io.alluvium.demo.fleet.OperationalDatabase;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Lets the devices send, and changes the database as they do: the changes are spread over the
 * readings, so that they fall into a running flow at any rate.
 */
final class Feed implements AutoCloseable {
  private static final long CHECK_MILLIS = 50;

  private final DeviceFleet fleet;
  private final OperationalDatabase database;
  private final ScheduledExecutorService executor;
  private final Future<Void> sending;
  private final Future<?> changing;

  private Feed(DeviceFleet fleet, OperationalDatabase database) {
    this.fleet = fleet;
    this.database = database;
    this.executor =
        Executors.newScheduledThreadPool(
            2,
            task -> {
              Thread thread = new Thread(task, "demo-feed");
              thread.setDaemon(true);
              return thread;
            });
    this.sending =
        executor.submit(
            () -> {
              fleet.sendAll();
              return null;
            });
    this.changing =
        executor.scheduleWithFixedDelay(
            this::applyDueChanges, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
  }

  static Feed start(DeviceFleet fleet, OperationalDatabase database) {
    return new Feed(fleet, database);
  }

  /** The k-th of n changes is due when k / (n + 1) of the readings have been sent. */
  private void applyDueChanges() {
    int changes = database.changes();
    while (database.appliedChanges() < changes
        && fleet.sent() * (changes + 1) >= fleet.total() * (database.appliedChanges() + 1)) {
      database.applyNextChange();
    }
  }

  /** Whether all readings are sent and all changes made; fails where one could not be. */
  boolean isComplete() throws InterruptedException {
    try {
      if (sending.isDone()) {
        sending.get();
      }
      if (changing.isDone()) {
        changing.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the demo's input failed", e.getCause());
    }
    return sending.isDone() && database.appliedChanges() == database.changes();
  }

  @Override
  public void close() throws InterruptedException {
    fleet.close();
    executor.shutdownNow();
    executor.awaitTermination(10, TimeUnit.SECONDS);
  }
}
