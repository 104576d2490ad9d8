package io.alluvium.connectors.cosmos;

import io.alluvium.connectors.cosmos.store.ItemKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;

/** The last change of each row, to be sent together. */
final class ChangeBatch {
  private final Map<ItemKey, ItemChange> changes = new LinkedHashMap<>();
  private long bytes;
  @Nullable private Long newest;

  /** In place of the row's change before, unless that one has a newer version. */
  void put(ItemChange change, long size) {
    ItemChange before = changes.get(change.key());
    if (before != null
        && before.version() != null
        && change.version() != null
        && before.version() > change.version()) {
      return;
    }
    // A change without a version keeps that of the row, so that both must be told.
    Long version = change.version() == null && before != null ? before.version() : change.version();
    changes.put(
        change.key(), new ItemChange(change.key(), change.item(), change.deleted(), version));
    bytes += size;
    if (change.version() != null && (newest == null || newest < change.version())) {
      newest = change.version();
    }
  }

  Collection<ItemChange> changes() {
    return changes.values();
  }

  @Nullable
  ItemChange change(ItemKey key) {
    return changes.get(key);
  }

  /** The largest version of all changes. */
  Optional<Long> newest() {
    return Optional.ofNullable(newest);
  }

  int size() {
    return changes.size();
  }

  long bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }
}
