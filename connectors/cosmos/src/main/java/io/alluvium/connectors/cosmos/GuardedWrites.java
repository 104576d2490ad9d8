package io.alluvium.connectors.cosmos;

import io.alluvium.connectors.cosmos.PendingWrite.Progress;
import io.alluvium.connectors.cosmos.store.ItemKey;
import io.alluvium.connectors.cosmos.store.ItemResult;
import io.alluvium.connectors.cosmos.store.ItemResult.Outcome;
import io.alluvium.connectors.cosmos.store.ItemStore;
import io.alluvium.connectors.cosmos.store.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import javax.annotation.Nullable;

/** Brings changes into a container, each unless what is there is newer. */
final class GuardedWrites {
  private final ItemStore store;
  private final ItemLayout layout;
  private final KnownItems known = new KnownItems();
  private final RequestUnits units;
  private final Patience patience;
  private final SinkMetrics metrics;
  private final BiFunction<String, ItemResult, IOException> failures;

  /**
   * @param failures makes an exception of what was to be done and the answer
   */
  GuardedWrites(
      ItemStore store,
      ItemLayout layout,
      RequestUnits units,
      Patience patience,
      SinkMetrics metrics,
      BiFunction<String, ItemResult, IOException> failures) {
    this.store = store;
    this.layout = layout;
    this.units = units;
    this.patience = patience;
    this.metrics = metrics;
    this.failures = failures;
  }

  /** What came of one round of operations. */
  private static final class Round {
    private boolean progress;
    @Nullable private Duration throttled;
    @Nullable private ItemResult later;
  }

  /**
   * Writes changes, each of another item.
   *
   * @param order larger for a later call
   * @return the reasons of those that cannot be written as they are
   * @throws IOException where the store does not take them, also not after retries
   */
  Map<ItemKey, String> write(Collection<ItemChange> changes, long order)
      throws IOException, InterruptedException {
    Map<ItemKey, String> refused = new LinkedHashMap<>();
    Deque<PendingWrite> open = new ArrayDeque<>();
    for (ItemChange change : changes) {
      PendingWrite write = new PendingWrite(change, layout, known, order);
      if (write.isSuperseded()) {
        metrics.superseded();
      } else {
        open.add(write);
      }
    }
    patience.rest();
    while (!open.isEmpty()) {
      units.await();
      wait(round(open, refused), changes.size());
    }
    return refused;
  }

  private Round round(Deque<PendingWrite> open, Map<ItemKey, String> refused)
      throws IOException, InterruptedException {
    List<PendingWrite> asked = new ArrayList<>();
    for (int left = units.operations(open.size()); left > 0; left--) {
      asked.add(open.remove());
    }
    List<ItemResult> results = execute(asked);
    Round round = new Round();
    for (int i = 0; i < asked.size(); i++) {
      ItemResult result = results.get(i);
      units.spent(result.requestUnits());
      metrics.spent(result.requestUnits());
      PendingWrite write = asked.get(i);
      Progress progress = write.take(result);
      round.progress |= progress != Progress.AGAIN;
      switch (progress) {
        case WRITTEN -> {}
        case SUPERSEDED -> metrics.superseded();
        case UNFIT -> refused.put(write.key(), "Cosmos DB says " + result.describe());
        case ON, ALONE -> open.add(write);
        case AGAIN -> {
          open.add(write);
          note(round, result);
        }
        case FAILED ->
            throw failures.apply("did not take the row '" + write.key().id() + "'", result);
      }
    }
    return round;
  }

  private List<ItemResult> execute(List<PendingWrite> asked) throws InterruptedException {
    if (asked.size() == 1 || asked.stream().noneMatch(PendingWrite::isAlone)) {
      return store.execute(asked.stream().map(PendingWrite::next).toList());
    }
    ItemResult[] results = new ItemResult[asked.size()];
    List<Integer> together = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      if (asked.get(i).isAlone()) {
        results[i] = store.execute(List.of(asked.get(i).next())).get(0);
      } else {
        together.add(i);
      }
    }
    List<ItemResult> rest = store.execute(together.stream().map(i -> asked.get(i).next()).toList());
    for (int i = 0; i < rest.size(); i++) {
      results[together.get(i)] = rest.get(i);
    }
    return List.of(results);
  }

  private void note(Round round, ItemResult result) {
    if (result.outcome() == Outcome.THROTTLED) {
      metrics.throttled();
      if (round.throttled == null || round.throttled.compareTo(result.retryAfter()) < 0) {
        round.throttled = result.retryAfter();
      }
    } else {
      round.later = result;
    }
  }

  private void wait(Round round, int rows) throws IOException, InterruptedException {
    if (round.progress) {
      patience.rest();
    }
    if (round.throttled != null) {
      patience.throttled(round.throttled);
    } else if (round.later != null && !round.progress && !patience.again(asLater(round.later))) {
      throw failures.apply(
          "did not take a batch of "
              + rows
              + " rows, also not after "
              + patience.maxRetries()
              + " retries",
          round.later);
    }
  }

  /** An item that others write all the time is waited for as a server is that does not answer. */
  private static ItemResult asLater(ItemResult result) {
    return result.outcome() == Outcome.LATER
        ? result
        : ItemResult.failed(0, 0, "it changes all the time, " + result.describe());
  }
}
