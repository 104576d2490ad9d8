package io.alluvium.connectors.delta.sink.hold;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.RowData;

/** The partitions that changed since they were last given out, and when each is complete. */
final class DuePartitions {
  private final Map<RowData, Long> ends = new HashMap<>();

  /**
   * @param end in milliseconds since the epoch
   */
  void changed(RowData partition, long end) {
    ends.put(partition, end);
  }

  /** Takes those that end by then. */
  List<RowData> take(long progress) {
    List<RowData> due = new ArrayList<>();
    ends.entrySet()
        .removeIf(
            entry -> {
              boolean isDue = entry.getValue() <= progress;
              if (isDue) {
                due.add(entry.getKey());
              }
              return isDue;
            });
    return due;
  }
}
