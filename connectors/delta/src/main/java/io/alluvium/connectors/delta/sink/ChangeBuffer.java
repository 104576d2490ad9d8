package io.alluvium.connectors.delta.sink;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;

/** The last change of each key of a file group, in the order of the keys' first change. */
final class ChangeBuffer {
  private final Map<BinaryRowData, RowData> changes = new LinkedHashMap<>();

  /** Returns whether the key had no change yet. */
  boolean put(BinaryRowData key, RowData change) {
    return changes.put(key, change) == null;
  }

  boolean holds(BinaryRowData key) {
    return changes.containsKey(key);
  }

  Collection<RowData> changes() {
    return changes.values();
  }
}
