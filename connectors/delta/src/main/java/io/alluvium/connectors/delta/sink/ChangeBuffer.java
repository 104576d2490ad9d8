package io.alluvium.connectors.delta.sink;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;

/** What is to become of the keys of a file group, in the order of the keys' first change. */
final class ChangeBuffer {
  private final PartialUpdate partialUpdate;
  private final Map<BinaryRowData, BinaryRowData> changes = new LinkedHashMap<>();

  ChangeBuffer(PartialUpdate partialUpdate) {
    this.partialUpdate = partialUpdate;
  }

  /** Returns whether the key had no change yet. */
  boolean put(BinaryRowData key, BinaryRowData change) {
    BinaryRowData earlier = changes.get(key);
    changes.put(key, partialUpdate.onto(earlier, change));
    return earlier == null;
  }

  /** Shows the row that is stored for a key; returns whether the key changes. */
  boolean replaces(BinaryRowData key, RowData stored) {
    BinaryRowData change = changes.get(key);
    if (change != null && partialUpdate.needsStored(change)) {
      changes.put(key, partialUpdate.complete(stored, change));
    }
    return change != null;
  }

  Collection<BinaryRowData> changes() {
    return changes.values();
  }
}
