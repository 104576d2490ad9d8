package io.alluvium.connectors.delta.sink.upsert;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.table.data.binary.BinaryRowData;

/**
 * The index of a batch job, whose keyed state only holds one key at a time. Made from the table at
 * the start and dropped at the end.
 */
final class HeapKeyIndex implements KeyIndex {
  private final Map<BinaryRowData, Long> locations = new HashMap<>();

  @Override
  public long get(BinaryRowData key) {
    return locations.getOrDefault(key, RowLocation.ABSENT);
  }

  @Override
  public void put(BinaryRowData key, long location) {
    locations.put(key, location);
  }

  @Override
  public long replace(BinaryRowData key, long location) {
    Long before = locations.put(key, location);
    return before == null ? RowLocation.ABSENT : before;
  }

  @Override
  public void remove(BinaryRowData key) {
    locations.remove(key);
  }
}
