package io.alluvium.connectors.delta.catalog;

import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The statistics of the tables that were planned last, each of the version that is the latest. The
 * planner asks several times for each read.
 */
final class StatisticsCache {
  private static final int MAX_TABLES = 200;

  private final Map<String, Entry> byPath =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
          return size() > MAX_TABLES;
        }
      };

  private record Entry(long version, TableStatistics statistics) {}

  synchronized TableStatistics of(String path, DeltaSnapshot latest) {
    Entry entry = byPath.get(path);
    if (entry == null || entry.version() != latest.version()) {
      entry = new Entry(latest.version(), TableStatistics.of(latest));
      byPath.put(path, entry);
    }
    return entry.statistics();
  }
}
