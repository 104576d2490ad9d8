package io.alluvium.connectors.snowflake;

import java.io.IOException;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;

/**
 * Applies batches one after another in a thread of its own. Used by one other thread, but for
 * {@link #size}.
 */
final class BackgroundLoads implements AutoCloseable {
  /** Where more wait, whoever adds one waits as well. */
  private static final int MOST_WAITING = 4;

  /** How long the thread and its session wait for the next batch: a login costs as much as one. */
  private static final long IDLE_SECONDS = 30;

  /**
   * @param batch null for a look at what was applied before
   */
  private record Load(@Nullable Batch batch, Future<Void> result) {}

  private final BatchLoader loader;
  private final ExecutorService thread;
  private final Deque<Load> loads = new ConcurrentLinkedDeque<>();

  /** A batch is not applied behind one that is not: readers would see the later without it. */
  private volatile boolean failed;

  /** Of the batches that are known to be applied, the last; before there is one, those restored. */
  private List<String> lastApplied = List.of();

  BackgroundLoads(BatchLoader loader, String name) {
    this.loader = loader;
    ThreadPoolExecutor single =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread made = new Thread(() -> runAndRelease(work), name);
              made.setDaemon(true);
              return made;
            });
    single.allowCoreThreadTimeOut(true);
    this.thread = single;
  }

  private void runAndRelease(Runnable work) {
    try {
      work.run();
    } finally {
      // The logout is to get through, also where the thread was interrupted to end.
      Thread.interrupted();
      loader.release();
    }
  }

  /**
   * To be called before any batch is added.
   *
   * @param batches that the table must still have
   */
  void restore(List<String> batches) {
    lastApplied = batches;
    if (!batches.isEmpty()) {
      submit(null, () -> loader.requireApplied(batches));
    }
  }

  /** Waits until the look at what was restored has an answer. */
  void awaitRestored() throws IOException, InterruptedException {
    while (!loads.isEmpty() && loads.peekFirst().batch() == null) {
      awaitFirst();
    }
  }

  /** What a later start is to find in the table; as of the last time that one asked for others. */
  List<String> lastApplied() {
    return lastApplied;
  }

  void add(Batch batch) throws IOException, InterruptedException {
    submit(batch, () -> loader.load(batch));
    while (loads.size() > MOST_WAITING) {
      awaitFirst();
    }
  }

  /** What the thread does; may fail as a loader may. */
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private void submit(@Nullable Batch batch, Work work) {
    Callable<Void> next =
        () -> {
          if (failed) {
            throw new IOException("What was to be applied before has failed");
          }
          try {
            work.run();
          } catch (IOException | InterruptedException | RuntimeException e) {
            failed = true;
            throw e;
          }
          return null;
        };
    loads.add(new Load(batch, thread.submit(next)));
  }

  /** How many are not applied yet, as far as is known; any thread may ask. */
  int size() {
    return loads.size();
  }

  /**
   * Those that are not applied yet, as far as is known.
   *
   * @throws IOException where one of them failed
   * @throws StoreLostException where the table has lost what was applied before
   */
  List<Batch> unfinished() throws IOException, InterruptedException {
    while (!loads.isEmpty() && loads.peekFirst().result().isDone()) {
      awaitFirst();
    }
    return loads.stream().map(Load::batch).filter(Objects::nonNull).toList();
  }

  void awaitAll() throws IOException, InterruptedException {
    while (!loads.isEmpty()) {
      awaitFirst();
    }
  }

  private void awaitFirst() throws IOException, InterruptedException {
    try {
      loads.peekFirst().result().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException reason) {
        throw reason;
      }
      if (e.getCause() instanceof StoreLostException lost) {
        throw lost;
      }
      throw new IOException("A flush to Snowflake failed", e.getCause());
    }
    Batch applied = loads.removeFirst().batch();
    if (applied != null) {
      lastApplied = List.of(applied.id());
    }
  }

  /** What a flush under way does is done once, whoever else does it again. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
