package io.alluvium.cdc.mysql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import javax.annotation.Nullable;

/** Events between the connection's thread and the task's, bounded by their number of bytes. */
final class EventQueue {
  private static final long CAPACITY_BYTES = 16L << 20;
  private static final int EVENT_BYTES = 128;

  private final Deque<Entry> entries = new ArrayDeque<>();
  private CompletableFuture<Void> available = new CompletableFuture<>();
  private long bytes;
  private boolean closed;
  @Nullable private Throwable failure;

  /**
   * An event, or the beginning of a file.
   *
   * @param file that begins; null where it is an event
   */
  record Entry(@Nullable LogEvent event, @Nullable String file) {
    private int size() {
      return EVENT_BYTES + (event == null ? 0 : event.body().length);
    }
  }

  /** Waits for room; does nothing once the queue is closed. */
  synchronized void put(Entry entry) throws InterruptedException {
    while (bytes > CAPACITY_BYTES && !closed) {
      wait();
    }
    if (!closed) {
      entries.add(entry);
      bytes += entry.size();
      available.complete(null);
    }
  }

  /** Says that no more comes, and why. */
  synchronized void end(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
    available.complete(null);
  }

  /** Null where there is none just now. */
  @Nullable
  synchronized Entry poll() {
    Entry entry = entries.poll();
    if (entry != null) {
      bytes -= entry.size();
      notifyAll();
    }
    return entry;
  }

  /** Why no more comes than {@link #poll} has given; null where more can come. */
  @Nullable
  synchronized Throwable failure() {
    return entries.isEmpty() ? failure : null;
  }

  /** Complete when there is something to poll, or a failure to see. */
  synchronized CompletableFuture<Void> available() {
    if (!entries.isEmpty() || failure != null) {
      return CompletableFuture.completedFuture(null);
    }
    if (available.isDone()) {
      available = new CompletableFuture<>();
    }
    return available;
  }

  synchronized void close() {
    closed = true;
    entries.clear();
    notifyAll();
  }
}
