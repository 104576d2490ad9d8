package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.sink.PartialUpdate;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.table.data.binary.BinaryRowData;

/**
 * Writes changed rows to new files, lets the index name them there, and notes the rows that they
 * supersede.
 */
final class ChangedRows {
  private final PartialUpdate partialUpdate;
  private final int maxParallelism;
  private final KeyIndex index;
  private final RowFiles files;
  private final RowsByFile superseded;
  private final StoredRows storedRows;

  /** Rows that are to be deleted from the table are put into {@code superseded}. */
  ChangedRows(
      PartialUpdate partialUpdate,
      int maxParallelism,
      KeyIndex index,
      RowFiles files,
      RowsByFile superseded,
      StoredRows storedRows) {
    this.partialUpdate = partialUpdate;
    this.maxParallelism = maxParallelism;
    this.index = index;
    this.files = files;
    this.superseded = superseded;
    this.storedRows = storedRows;
  }

  /** Empties the buffer. */
  void write(ChangeBuffer buffer) throws Exception {
    if (!partialUpdate.isNone()) {
      complete(buffer.changes());
    }
    for (KeyedChange changed : KeyedChange.inOrder(buffer.changes(), maxParallelism)) {
      write(changed.key(), changed.change());
    }
    buffer.clear();
  }

  private void write(BinaryRowData key, BinaryRowData change) throws Exception {
    long before;
    if (PartialUpdate.isDeletion(change)) {
      before = index.get(key);
      if (before != RowLocation.ABSENT) {
        index.remove(key);
      }
    } else {
      before = index.replace(key, files.append(change));
    }
    if (before != RowLocation.ABSENT) {
      superseded.add(before);
    }
  }

  /** Puts what the changes leave as it is into them, file by file of those that hold it. */
  private void complete(Map<BinaryRowData, BinaryRowData> changes) throws Exception {
    Map<Integer, TreeMap<Integer, BinaryRowData>> keysByFile = new TreeMap<>();
    for (Map.Entry<BinaryRowData, BinaryRowData> entry : changes.entrySet()) {
      if (partialUpdate.needsStored(entry.getValue())) {
        long location = index.get(entry.getKey());
        if (location != RowLocation.ABSENT) {
          keysByFile
              .computeIfAbsent(RowLocation.file(location), file -> new TreeMap<>())
              .put(RowLocation.row(location), entry.getKey());
        }
      }
    }
    for (Map.Entry<Integer, TreeMap<Integer, BinaryRowData>> entry : keysByFile.entrySet()) {
      TreeMap<Integer, BinaryRowData> keys = entry.getValue();
      storedRows.read(
          entry.getKey(),
          keys.navigableKeySet(),
          (number, stored) ->
              changes.computeIfPresent(
                  keys.get(number), (key, change) -> partialUpdate.complete(stored, change)));
    }
  }
}
