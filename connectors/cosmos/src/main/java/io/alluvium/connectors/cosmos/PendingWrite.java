package io.alluvium.connectors.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.connectors.cosmos.KnownItems.Known;
import io.alluvium.connectors.cosmos.store.ItemKey;
import io.alluvium.connectors.cosmos.store.ItemOperation;
import io.alluvium.connectors.cosmos.store.ItemResult;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * A change on its way into its item, by operations that do nothing where the item is newer: made
 * where there is none, patched under a condition, or read and replaced if it is still the one that
 * was read. What is not known to be done may be asked for again at any step.
 */
final class PendingWrite {
  /** So many steps the most unlucky write takes, if nobody else writes the item. */
  private static final int STEPS = 6;

  private final ItemChange change;
  private final ItemLayout layout;
  private final KnownItems known;
  private final long order;
  private final boolean guessed;
  private Step step;
  private int steps;
  private boolean alone;

  /** The item that a replacement is for. */
  @Nullable private String etag;

  @Nullable private String stamp;

  private enum Step {
    CREATE,
    PATCH,
    READ,
    REPLACE,
    END
  }

  /** How far it has come. */
  enum Progress {
    WRITTEN,
    /** What is there is newer. */
    SUPERSEDED,
    /** There is a next operation. */
    ON,
    /** The same operation again, after a wait. */
    AGAIN,
    /** The same operation again, by itself: it may be the others that were refused. */
    ALONE,
    /** Not as this row is. */
    UNFIT,
    /** Nor any other. */
    FAILED
  }

  PendingWrite(ItemChange change, ItemLayout layout, KnownItems known, long order) {
    this.change = change;
    this.layout = layout;
    this.known = known;
    this.order = order;
    Optional<Known> seen = known.get(change.key());
    this.guessed = seen.isEmpty();
    if (seen.isPresent()) {
      begin(seen.get());
    } else if (known.likely()) {
      lookOrPatch();
    } else {
      create();
    }
  }

  private void begin(Known seen) {
    Optional<String> next = Stamp.after(seen.stamp(), change.version(), order);
    if (next.isEmpty()) {
      step = Step.END;
    } else if (seen.deleted() || change.deleted()) {
      replace(next.get(), seen.etag());
    } else if (sets(next.get()).isPresent()) {
      stamp = next.get();
      step = Step.PATCH;
    } else {
      replace(next.get(), seen.etag());
    }
  }

  private void create() {
    stamp = Stamp.after(null, change.version(), order).orElseThrow();
    step = Step.CREATE;
  }

  /** A patch is of rows, and refused where the item has a version that the change does not know. */
  private void lookOrPatch() {
    stamp = Stamp.after(null, change.version(), order).orElseThrow();
    step = !change.deleted() && sets(stamp).isPresent() ? Step.PATCH : Step.READ;
  }

  private void replace(String next, String of) {
    stamp = next;
    etag = of;
    step = Step.REPLACE;
  }

  private Optional<Map<String, JsonNode>> sets(String next) {
    return layout.sets(change, next);
  }

  ItemKey key() {
    return change.key();
  }

  ItemChange change() {
    return change;
  }

  /** Whether it was known without asking that the item is newer. */
  boolean isSuperseded() {
    return step == Step.END;
  }

  /** Whether it is to be asked for by itself. */
  boolean isAlone() {
    return alone;
  }

  ItemOperation next() {
    return switch (step) {
      case CREATE -> new ItemOperation.Create(change.key(), stamped());
      case PATCH ->
          new ItemOperation.Patch(change.key(), sets(stamp).orElseThrow(), layout.condition(stamp));
      case READ -> new ItemOperation.Read(change.key());
      case REPLACE -> new ItemOperation.Replace(change.key(), stamped(), etag);
      case END -> throw new IllegalStateException("Nothing is left to do");
    };
  }

  private ObjectNode stamped() {
    return change.item().deepCopy().put(ItemProperties.VERSION, stamp);
  }

  Progress take(ItemResult result) {
    return switch (result.outcome()) {
      case DONE -> step == Step.READ ? seen(result) : written(result);
      case CONFLICT -> on(true);
      case PRECONDITION -> on(true);
      case MISSING -> on(false);
      case THROTTLED, LATER -> Progress.AGAIN;
      case UNFIT -> {
        Progress verdict = alone ? Progress.UNFIT : Progress.ALONE;
        alone = true;
        yield verdict;
      }
      case CONTAINER_MISSING, REFUSED -> Progress.FAILED;
    };
  }

  private Progress on(boolean there) {
    known.forget(change.key());
    if (steps == 0 && guessed) {
      known.learn(there);
    }
    Step before = step;
    if (!there) {
      create();
    } else if (before == Step.CREATE) {
      lookOrPatch();
    } else {
      // Of a patch as well: why it was refused is only known by looking.
      step = Step.READ;
    }
    return ++steps > STEPS ? Progress.AGAIN : Progress.ON;
  }

  private Progress seen(ItemResult result) {
    if (steps == 0 && guessed) {
      known.learn(true);
    }
    ObjectNode item = result.item();
    String there = item.path(ItemProperties.VERSION).asText("");
    String itsEtag = item.path(ItemProperties.ETAG).asText("");
    Optional<String> next = Stamp.after(there, change.version(), order);
    if (next.isEmpty()) {
      boolean deleted = item.has(ItemProperties.KIND);
      known.put(change.key(), new Known(there, itsEtag, deleted));
      return Progress.SUPERSEDED;
    }
    replace(next.get(), itsEtag);
    return ++steps > STEPS ? Progress.AGAIN : Progress.ON;
  }

  private Progress written(ItemResult result) {
    if (steps == 0 && guessed) {
      known.learn(step != Step.CREATE);
    }
    if (result.etag() == null) {
      known.forget(change.key());
    } else {
      known.put(change.key(), new Known(stamp, result.etag(), change.deleted()));
    }
    return Progress.WRITTEN;
  }
}
