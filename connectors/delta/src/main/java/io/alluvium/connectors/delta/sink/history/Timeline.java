package io.alluvium.connectors.delta.sink.history;

import io.alluvium.connectors.delta.HistoryDeletes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.apache.flink.table.data.RowData;

/**
 * What is known of a row over time. The versions follow from what was observed alone, in whatever
 * order it came. Times are in microseconds since the epoch.
 */
final class Timeline {
  private final NavigableMap<Long, RowData> observed = new TreeMap<>();
  private final Map<Long, Long> deletedAt = new HashMap<>();

  void observe(long time, RowData row) {
    observed.put(time, row);
    deletedAt.remove(time);
  }

  /** The row as it was observed at a time was deleted later. */
  void delete(long time, long deletion) {
    if (observed.containsKey(time)) {
      deletedAt.put(time, Math.max(time + 1, deletion));
    }
  }

  void restore(long time, RowData row, Long deletion) {
    observed.put(time, row);
    if (deletion != null) {
      deletedAt.put(time, deletion);
    }
  }

  boolean isEmpty() {
    return observed.isEmpty();
  }

  long lastTime() {
    return observed.lastKey();
  }

  RowData lastRow() {
    return observed.lastEntry().getValue();
  }

  boolean endsDeleted() {
    return deletedAt.containsKey(observed.lastKey());
  }

  /**
   * The versions by their begin.
   *
   * @param same whether a row goes on as another, so that it is no new version
   */
  NavigableMap<Long, Version> versions(BiPredicate<RowData, RowData> same, HistoryDeletes deletes) {
    List<Version> versions = new ArrayList<>();
    for (Map.Entry<Long, RowData> entry : observed.entrySet()) {
      long time = entry.getKey();
      RowData row = entry.getValue();
      Version former = versions.isEmpty() ? null : versions.get(versions.size() - 1);
      boolean goesOn =
          former != null
              && !former.isDeleted()
              && former.to() == null
              && same.test(former.row(), row);
      if (!goesOn) {
        end(versions, time);
        versions.add(new Version(row, time, time, null, false));
      }
      Long deletion = deletedAt.get(time);
      Long next = observed.higherKey(time);
      if (deletes != HistoryDeletes.IGNORE
          && deletion != null
          && (next == null || deletion < next)) {
        end(versions, deletion);
        if (deletes == HistoryDeletes.NEW_RECORD) {
          versions.add(new Version(row, deletion, deletion, null, true));
        }
      }
    }
    NavigableMap<Long, Version> byBegin = new TreeMap<>();
    versions.forEach(version -> byBegin.put(version.from(), version));
    return byBegin;
  }

  /** The last version ends, unless it has already. */
  private static void end(List<Version> versions, long time) {
    if (versions.isEmpty()) {
      return;
    }
    int last = versions.size() - 1;
    Version version = versions.get(last);
    if (version.to() == null) {
      versions.set(
          last,
          new Version(
              version.row(), version.updatedAt(), version.from(), time, version.isDeleted()));
    }
  }
}
