package io.alluvium.connectors.cosmos;

import io.alluvium.connectors.cosmos.store.ContainerDefinition;
import io.alluvium.connectors.cosmos.store.CosmosStoreException;
import io.alluvium.connectors.cosmos.store.ItemKey;
import io.alluvium.connectors.cosmos.store.ItemResult;
import io.alluvium.connectors.cosmos.store.ItemStore;
import io.alluvium.connectors.cosmos.store.Patience;
import io.alluvium.connectors.cosmos.store.StoreFailures;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.annotation.Nullable;

/**
 * Writes changes to a container, a batch at a time, of which one may be under way while the next is
 * collected.
 */
final class CosmosConnection implements AutoCloseable {
  /** More than a million batches a millisecond no writer sends. */
  private static final int BATCHES_PER_MILLI_BITS = 20;

  private final CosmosSinkConfig config;
  private final CosmosTable table;
  private final Stores stores;
  private final ItemLayout layout;
  private final GuardedWrites writes;
  private final WriterEpoch epoch;
  private final DeadLetters deadLetters;
  @Nullable private final FreshnessItem freshness;
  private final SinkMetrics metrics;
  private final ExecutorService background =
      Executors.newSingleThreadExecutor(CosmosConnection::thread);
  @Nullable private Future<?> underWay;

  /** Larger in each batch, and in each start of a writer. */
  private long order;

  /**
   * What a writer talks to.
   *
   * @param deadLetters null where there is none
   */
  record Stores(
      ItemStore rows,
      ContainerDefinition container,
      @Nullable ItemStore deadLetters,
      @Nullable ContainerDefinition deadLetterContainer) {}

  /**
   * Which task of the sink it is.
   *
   * @param restored of the writers that the job was restored from
   */
  record Task(int index, int count, Collection<WriterProgress> restored, Patience.Pause pause) {}

  /**
   * @throws IOException where the container cannot be used
   * @throws StoreLostException where it has lost what the restored writers had written
   */
  CosmosConnection(
      CosmosSinkConfig config, CosmosTable table, Stores stores, Task task, SinkMetrics metrics)
      throws IOException, InterruptedException {
    this.config = config;
    this.table = table;
    this.stores = stores;
    this.metrics = metrics;
    this.layout = ItemLayout.of(table, stores.container());
    RequestUnits units =
        new RequestUnits(
            (double) config.requestUnitsPerSecond() / task.count(), System::nanoTime, task.pause());
    this.writes =
        new GuardedWrites(stores.rows(), layout, units, patience(task), metrics, this::failure);
    SingleItems items = items(stores.rows(), units, task);
    this.epoch =
        WriterEpoch.begin(items, layout, config.table(), task.restored(), Clock.systemUTC())
            .orElseThrow(this::lost);
    this.order = epoch.number() << BATCHES_PER_MILLI_BITS;
    this.deadLetters =
        new DeadLetters(
            table.name(),
            stores.deadLetters() == null
                ? null
                : new DeadLetters.Target(
                    items(stores.deadLetters(), units, task), stores.deadLetterContainer()));
    this.freshness =
        config.freshnessId() == null
            ? null
            : new FreshnessItem(
                items, layout, config.freshnessId(), task.index(), task.count(), Clock.systemUTC());
    if (freshness != null) {
      freshness.resume(table.version());
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "cosmos-writer");
    thread.setDaemon(true);
    return thread;
  }

  private Patience patience(Task task) {
    return new Patience(config.retries().max(), config.retries().interval(), task.pause());
  }

  private SingleItems items(ItemStore store, RequestUnits units, Task task) {
    return new SingleItems(store, () -> patience(task), units, metrics, this::failure);
  }

  ItemLayout layout() {
    return layout;
  }

  WriterProgress progress() {
    return epoch.progress();
  }

  /**
   * Sends changes, so that each row is made equal to its last one unless a newer one is there. They
   * are written when {@link #await} returns; those sent before are when this does.
   *
   * @throws IOException where those sent before are not written
   */
  void send(ChangeBatch batch) throws IOException {
    await();
    long number = ++order;
    underWay =
        background.submit(
            () -> {
              write(batch, number);
              return null;
            });
  }

  private void write(ChangeBatch batch, long number) throws IOException, InterruptedException {
    Map<ItemKey, String> refused = writes.write(batch.changes(), number);
    for (Map.Entry<ItemKey, String> row : refused.entrySet()) {
      ItemChange change = batch.change(row.getKey());
      metrics.deadLetter();
      deadLetters.add(row.getKey().id(), row.getValue(), change.item().toString());
    }
    if (freshness != null && refused.size() < batch.size()) {
      Optional<Instant> newest =
          table.version() == null
              ? Optional.empty()
              : batch.newest(refused.keySet()).flatMap(table.version()::time);
      freshness.written(batch.size() - refused.size(), newest);
    }
  }

  /**
   * Waits until all that was sent is written.
   *
   * @throws IOException where the store did not take it after all retries
   */
  void await() throws IOException {
    if (underWay == null) {
      return;
    }
    try {
      underWay.get();
      underWay = null;
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException("A batch could not be written", e.getCause());
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while the store was waited for");
  }

  /** Puts a row aside that cannot be written, or fails. */
  void putAside(String place, String reason, String row) throws IOException {
    await();
    metrics.deadLetter();
    try {
      deadLetters.add(place, reason, row);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /**
   * Waits until all that was sent is written, and tells readers that the table is as fresh as the
   * last checkpoint.
   *
   * @param begun when the checkpoint began: what had come before is in it
   * @throws StoreLostException where the store has lost what it was told of a checkpoint
   * @throws IOException where it has lost that the writer began, or does not take it
   */
  void checkpoint(Instant begun) throws IOException {
    await();
    try {
      if (!epoch.checkpoint()) {
        if (epoch.progress().checkpoints() > 0) {
          throw lost();
        }
        throw notKnown();
      }
      if (freshness != null) {
        freshness.checked(begun);
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** A checkpoint from before may have lost nothing, which the next writer finds out. */
  private CosmosStoreException notKnown() {
    return new CosmosStoreException(
        "Cosmos DB container "
            + config.address()
            + " has lost that a writer of '"
            + config.table()
            + "' began, before its first checkpoint: the job goes back to the last one, if any, and"
            + " finds out there what else is lost.");
  }

  private StoreLostException lost() {
    return new StoreLostException(config.address().toString(), config.table());
  }

  private IOException failure(String what, ItemResult result) {
    return StoreFailures.describe(config.address(), what, result);
  }

  @Override
  public void close() {
    background.shutdownNow();
    if (stores.deadLetters() != null) {
      stores.deadLetters().close();
    }
    stores.rows().close();
  }
}
