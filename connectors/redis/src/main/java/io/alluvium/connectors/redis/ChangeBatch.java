package io.alluvium.connectors.redis;

import io.alluvium.connectors.redis.resp.CommandBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The change of each row that counts, to be sent together: the last, or where versions do, the
 * newest.
 */
final class ChangeBatch {
  private final WriteGuard guard;
  private final CommandBuffer bytes = new CommandBuffer();
  private final Map<RowKey, RowChange> changes = new LinkedHashMap<>();
  private OptionalLong newest = OptionalLong.empty();

  /**
   * @param guard tells whether versions count
   */
  ChangeBatch(WriteGuard guard) {
    this.guard = guard;
  }

  /** Where the values of changes are to be written before they are put. */
  CommandBuffer bytes() {
    return bytes;
  }

  /**
   * Whether a change can be in one batch with the row's change before. One without a version keeps
   * the version that is there, which only the store knows, so that both are to be sent.
   */
  boolean takes(RowKey row, RowChange change) {
    RowChange before = changes.get(row);
    return guard == WriteGuard.NONE || before == null || before.versioned() == change.versioned();
  }

  /**
   * Puts a change in place of the row's change before, unless that one is newer.
   *
   * @return whether it was put; its values are not needed else
   */
  boolean put(RowKey row, RowChange change) {
    if (!takes(row, change)) {
      throw new IllegalStateException("The row's change before is to be sent first");
    }
    RowChange before = changes.get(row);
    if (guard == WriteGuard.NEWER
        && before != null
        && before.versioned()
        && before.version() > change.version()) {
      return false;
    }
    changes.put(row, change);
    if (change.versioned() && (newest.isEmpty() || newest.getAsLong() < change.version())) {
      newest = OptionalLong.of(change.version());
    }
    return true;
  }

  /**
   * The largest version of all changes, also of those that others came in place of.
   *
   * @param refused rows whose changes do not count
   */
  OptionalLong newest(Set<RowKey> refused) {
    if (refused.isEmpty()) {
      return newest;
    }
    return changes.entrySet().stream()
        .filter(change -> change.getValue().versioned() && !refused.contains(change.getKey()))
        .mapToLong(change -> change.getValue().version())
        .max();
  }

  Map<RowKey, RowChange> changes() {
    return changes;
  }

  int size() {
    return changes.size();
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  /** The values that were written of a change. */
  List<String> values(RowChange change) {
    return bytes.texts(change.from(), change.absent());
  }

  void clear() {
    changes.clear();
    newest = OptionalLong.empty();
    bytes.truncate(0);
  }
}
