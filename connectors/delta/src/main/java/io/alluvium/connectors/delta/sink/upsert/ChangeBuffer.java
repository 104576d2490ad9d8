package io.alluvium.connectors.delta.sink.upsert;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.table.data.binary.BinaryRowData;

/** The last change of each key since the last checkpoint, in the order of the first. */
final class ChangeBuffer {
  /** What a change costs beside the bytes of its key and row: objects and the map's entry. */
  private static final int OVERHEAD = 200;

  private final Map<BinaryRowData, BinaryRowData> changes = new LinkedHashMap<>();
  private long bytes;

  /** Keeps both arguments. */
  void put(BinaryRowData key, BinaryRowData change) {
    BinaryRowData earlier = changes.put(key, change);
    bytes += change.getSizeInBytes();
    bytes += earlier == null ? key.getSizeInBytes() + OVERHEAD : -earlier.getSizeInBytes();
  }

  long bytes() {
    return bytes;
  }

  Map<BinaryRowData, BinaryRowData> changes() {
    return changes;
  }

  void clear() {
    changes.clear();
    bytes = 0;
  }
}
