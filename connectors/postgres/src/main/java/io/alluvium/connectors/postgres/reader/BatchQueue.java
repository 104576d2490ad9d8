package io.alluvium.connectors.postgres.reader;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Between the threads that fetch and the task's thread, which must not block. Bounded. */
@Internal
public final class BatchQueue {
  private final int capacity;
  private final Queue<ChangeBatch> batches = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private CompletableFuture<Void> available = new CompletableFuture<>();
  @Nullable private RuntimeException failure;

  public BatchQueue(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Puts a batch in where there is room within the time.
   *
   * @return whether it was
   */
  public boolean offer(ChangeBatch batch, long millis) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
      while (batches.size() >= capacity) {
        if (nanos <= 0) {
          return false;
        }
        nanos = changed.awaitNanos(nanos);
      }
      batches.add(batch);
      changed.signalAll();
      available.complete(null);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Lets the reader fail. */
  public void fail(RuntimeException error) {
    lock.lock();
    try {
      if (failure == null) {
        failure = error;
      }
      changed.signalAll();
      available.complete(null);
    } finally {
      lock.unlock();
    }
  }

  /** Lets the reader look, for another reason than a batch. */
  public void wakeUp() {
    lock.lock();
    try {
      available.complete(null);
    } finally {
      lock.unlock();
    }
  }

  /** Null where there is none now. */
  @Nullable
  ChangeBatch poll() {
    lock.lock();
    try {
      return next();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the next one. */
  ChangeBatch take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      ChangeBatch batch = next();
      while (batch == null) {
        changed.await();
        batch = next();
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  @Nullable
  private ChangeBatch next() {
    if (failure != null) {
      throw failure;
    }
    ChangeBatch batch = batches.poll();
    if (batch == null && available.isDone()) {
      available = new CompletableFuture<>();
    }
    changed.signalAll();
    return batch;
  }

  CompletableFuture<Void> available() {
    lock.lock();
    try {
      return available;
    } finally {
      lock.unlock();
    }
  }
}
