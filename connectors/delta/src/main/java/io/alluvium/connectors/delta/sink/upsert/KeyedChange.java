package io.alluvium.connectors.delta.sink.upsert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.table.data.binary.BinaryRowData;

/**
 * A change and its key, in the order in which RocksDB keeps keys: by key group, then by length,
 * then by their bytes. What the index looks up in this order lies together; and since rows are
 * written in it, those of a file that are moved later come in it again.
 *
 * @param key in one segment, as {@code BinaryRowData#copy()} makes it
 */
record KeyedChange(int keyGroup, BinaryRowData key, BinaryRowData change)
    implements Comparable<KeyedChange> {

  static List<KeyedChange> inOrder(Map<BinaryRowData, BinaryRowData> changes, int maxParallelism) {
    List<KeyedChange> sorted = new ArrayList<>(changes.size());
    changes.forEach(
        (key, change) ->
            sorted.add(
                new KeyedChange(
                    KeyGroupRangeAssignment.assignToKeyGroup(key, maxParallelism), key, change)));
    sorted.sort(null);
    return sorted;
  }

  @Override
  public int compareTo(KeyedChange other) {
    if (keyGroup != other.keyGroup) {
      return Integer.compare(keyGroup, other.keyGroup);
    }
    int size = key.getSizeInBytes();
    if (size != other.key.getSizeInBytes()) {
      return Integer.compare(size, other.key.getSizeInBytes());
    }
    return key.getSegments()[0].compare(
        other.key.getSegments()[0], key.getOffset(), other.key.getOffset(), size);
  }
}
