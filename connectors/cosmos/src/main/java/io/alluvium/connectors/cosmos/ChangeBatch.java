package io.alluvium.connectors.cosmos;

import io.alluvium.connectors.cosmos.store.ItemKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;

/** The last change of each row, to be sent together. */
final class ChangeBatch {
  private final Map<ItemKey, ItemChange> changes = new LinkedHashMap<>();
  private long bytes;
  @Nullable private Long newest;

  /**
   * Whether a change can be in one batch with the row's change before. One without a version keeps
   * the version that is there, which only the store knows, so that both are to be sent.
   */
  boolean takes(ItemChange change) {
    ItemChange before = changes.get(change.key());
    return before == null || before.isVersioned() == change.isVersioned();
  }

  /** In place of the row's change before, unless that one has a newer version. */
  void put(ItemChange change, long size) {
    if (!takes(change)) {
      throw new IllegalStateException("The row's change before is to be sent first");
    }
    ItemChange before = changes.get(change.key());
    if (before != null && change.isVersioned() && before.version() > change.version()) {
      return;
    }
    changes.put(change.key(), change);
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

  /**
   * The largest version of all changes.
   *
   * @param without these, which are not written
   */
  Optional<Long> newest(Set<ItemKey> without) {
    if (without.isEmpty()) {
      return Optional.ofNullable(newest);
    }
    return changes.values().stream()
        .filter(change -> change.version() != null && !without.contains(change.key()))
        .map(ItemChange::version)
        .max(Comparator.naturalOrder());
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
