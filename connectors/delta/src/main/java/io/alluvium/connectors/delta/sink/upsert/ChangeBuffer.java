package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.sink.PartialUpdate;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.table.data.binary.BinaryRowData;

/** What is to become of each key that changed since the last checkpoint. */
final class ChangeBuffer {
  /** What a change costs beside the bytes of its key and row: objects and the map's entry. */
  private static final int OVERHEAD = 200;

  private final Map<BinaryRowData, BinaryRowData> changes = new HashMap<>();
  private final PartialUpdate partialUpdate;
  private long bytes;

  ChangeBuffer(PartialUpdate partialUpdate) {
    this.partialUpdate = partialUpdate;
  }

  /** Keeps both arguments. */
  void put(BinaryRowData key, BinaryRowData change) {
    BinaryRowData earlier = changes.get(key);
    BinaryRowData now = partialUpdate.onto(earlier, change);
    changes.put(key, now);
    bytes += now.getSizeInBytes();
    bytes += earlier == null ? key.getSizeInBytes() + OVERHEAD : -earlier.getSizeInBytes();
  }

  long bytes() {
    return bytes;
  }

  /** By key. Values may be replaced. */
  Map<BinaryRowData, BinaryRowData> changes() {
    return changes;
  }

  void clear() {
    changes.clear();
    bytes = 0;
  }
}
