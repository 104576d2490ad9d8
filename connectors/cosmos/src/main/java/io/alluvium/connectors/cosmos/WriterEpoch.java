package io.alluvium.connectors.cosmos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.connectors.cosmos.store.ItemKey;
import io.alluvium.connectors.cosmos.store.ItemOperation;
import io.alluvium.connectors.cosmos.store.ItemResult;
import io.alluvium.connectors.cosmos.store.ItemResult.Outcome;
import io.alluvium.connectors.cosmos.store.Patience;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.Optional;

/**
 * A start of a writer, as the store knows it. The store itself counts the epochs of a table, so
 * that they rise whatever a job was restored from, and is told of checkpoints, so that it is found
 * out where it has lost them. What it was told ends as tombstones do: a savepoint that is older is
 * of no use.
 */
final class WriterEpoch {
  private static final String EPOCHS = "epochs";
  private static final String PROGRESS = "progress";
  private static final String LAST = "last";
  private static final String CHECKPOINTS = "checkpoints";

  private final SingleItems items;
  private final ItemLayout layout;
  private final String table;
  private final long number;
  private long checkpoints;
  private String etag;

  private WriterEpoch(
      SingleItems items, ItemLayout layout, String table, long number, String etag) {
    this.items = items;
    this.layout = layout;
    this.table = table;
    this.number = number;
    this.etag = etag;
  }

  /**
   * Begins the next epoch of the table.
   *
   * @param restored of the writers that the job was restored from
   * @return empty where the store has lost what these had written
   */
  static Optional<WriterEpoch> begin(
      SingleItems items,
      ItemLayout layout,
      String table,
      Collection<WriterProgress> restored,
      Clock clock)
      throws IOException, InterruptedException {
    for (WriterProgress progress : restored) {
      if (told(items, layout.ownKey(progressId(table, progress.epoch())), progress).isEmpty()) {
        return Optional.empty();
      }
    }
    long number = next(items, layout, table, clock);
    String id = progressId(table, number);
    ItemResult told =
        items.require(
            "did not take the writer's progress",
            new ItemOperation.Upsert(layout.ownKey(id), progress(layout, id, 0)));
    return Optional.of(new WriterEpoch(items, layout, table, number, told.etag()));
  }

  private static String progressId(String table, long epoch) {
    return "alluvium:" + PROGRESS + ":" + ItemIds.encoded(table) + ":" + epoch;
  }

  private static ObjectNode progress(ItemLayout layout, String id, long checkpoints) {
    return layout.ownItem(id, PROGRESS, true).put(CHECKPOINTS, checkpoints);
  }

  /**
   * What the store knows of a progress; empty where it does not. Looks more than once: a replica
   * may be behind, and to write all rows again is dear.
   */
  private static Optional<ObjectNode> told(SingleItems items, ItemKey key, WriterProgress progress)
      throws IOException, InterruptedException {
    String what = "does not tell a writer's progress";
    Patience patience = items.patience();
    while (true) {
      ItemResult read = items.call(what, new ItemOperation.Read(key));
      switch (read.outcome()) {
        case DONE -> {
          if (read.item().path(CHECKPOINTS).asLong() >= progress.checkpoints()) {
            return Optional.of(read.item());
          }
        }
        case MISSING -> {}
        default -> throw items.failure(what, read);
      }
      if (!patience.again(ItemResult.failed(0, 0, "a replica may be behind"))) {
        return Optional.empty();
      }
    }
  }

  /** Larger than all before, also where the store has lost its contents. */
  private static long next(SingleItems items, ItemLayout layout, String table, Clock clock)
      throws IOException, InterruptedException {
    String what = "did not count the writer's start";
    String id = "alluvium:" + EPOCHS + ":" + ItemIds.encoded(table);
    ItemKey key = layout.ownKey(id);
    Patience patience = items.patience();
    while (true) {
      long number = clock.millis();
      ObjectNode item = layout.ownItem(id, EPOCHS, false);
      ItemResult result =
          items.call(what, new ItemOperation.Create(key, item.deepCopy().put(LAST, number)));
      if (result.outcome() == Outcome.CONFLICT) {
        ItemResult read = items.call(what, new ItemOperation.Read(key));
        result = read;
        if (read.outcome() == Outcome.DONE) {
          number = Math.max(number, read.item().path(LAST).asLong() + 1);
          String seen = read.item().path(ItemProperties.ETAG).asText();
          result = items.call(what, new ItemOperation.Replace(key, item.put(LAST, number), seen));
        }
      }
      if (result.outcome() == Outcome.DONE) {
        return number;
      }
      boolean again =
          switch (result.outcome()) {
            // Others begin at the same time, which is no failure of the store.
            case CONFLICT, PRECONDITION -> patience.contended();
            case UNFIT -> false;
            // A replica is behind.
            default -> patience.again(ItemResult.failed(0, 0, result.describe()));
          };
      if (!again) {
        throw items.failure(what, result);
      }
    }
  }

  long number() {
    return number;
  }

  /**
   * Notes in the store that all changes up to here are written.
   *
   * @return false where the store has lost what it was told of this writer
   * @throws IOException where it does not take it
   */
  boolean checkpoint() throws IOException, InterruptedException {
    String what = "did not take the writer's progress";
    String id = progressId(table, number);
    ItemKey key = layout.ownKey(id);
    ItemResult result =
        items.call(
            what, new ItemOperation.Replace(key, progress(layout, id, checkpoints + 1), etag));
    switch (result.outcome()) {
      case DONE -> etag = result.etag();
      case PRECONDITION -> {
        // It may be done, and the answer was lost.
        Optional<ObjectNode> told = told(items, key, new WriterProgress(number, checkpoints + 1));
        if (told.isEmpty()) {
          return false;
        }
        etag = told.get().path(ItemProperties.ETAG).asText();
      }
      case MISSING -> {
        return false;
      }
      default -> throw items.failure(what, result);
    }
    checkpoints++;
    return true;
  }

  /** What the store was told. */
  WriterProgress progress() {
    return new WriterProgress(number, checkpoints);
  }
}
