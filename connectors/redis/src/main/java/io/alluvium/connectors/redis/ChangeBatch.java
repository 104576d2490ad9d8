package io.alluvium.connectors.redis;

import io.alluvium.connectors.redis.resp.CommandBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The last change of each row, to be sent together. */
final class ChangeBatch {
  private final CommandBuffer bytes = new CommandBuffer();
  private final Map<RowKey, RowChange> changes = new LinkedHashMap<>();
  private OptionalLong newest = OptionalLong.empty();

  /** Where the values of changes are to be written before they are put. */
  CommandBuffer bytes() {
    return bytes;
  }

  /** In place of the row's change before. */
  void put(RowKey row, RowChange change) {
    changes.put(row, change);
    if (change.versioned() && (newest.isEmpty() || newest.getAsLong() < change.version())) {
      newest = OptionalLong.of(change.version());
    }
  }

  /** The largest version of all changes, also of those that others came in place of. */
  OptionalLong newest() {
    return newest;
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
