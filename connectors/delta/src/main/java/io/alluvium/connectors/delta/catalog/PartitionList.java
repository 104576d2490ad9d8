package io.alluvium.connectors.delta.catalog;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.catalog.CatalogPartitionSpec;

/** The partitions of one version of a table that hold files. */
final class PartitionList {
  /** What Flink calls a null by default ({@code partition.default-name}). */
  private static final String NULL = "__DEFAULT_PARTITION__";

  private final List<Map<String, String>> partitions;

  private PartitionList(List<Map<String, String>> partitions) {
    this.partitions = partitions;
  }

  static PartitionList of(DeltaSnapshot table) {
    return new PartitionList(
        table.files().stream()
            .map(DataFile::partitionValues)
            .distinct()
            .map(values -> toFlink(table.partitionColumns(), values))
            .sorted(Comparator.comparing(Map::toString))
            .toList());
  }

  private static Map<String, String> toFlink(List<String> columns, Map<String, String> values) {
    Map<String, String> spec = new LinkedHashMap<>();
    for (String column : columns) {
      String value = values.get(column);
      spec.put(column, value == null ? NULL : value);
    }
    return spec;
  }

  static Map<String, String> toDelta(Map<String, String> spec) {
    Map<String, String> values = new HashMap<>(spec);
    values.replaceAll((column, value) -> NULL.equals(value) ? null : value);
    return values;
  }

  /**
   * @param part values of some of the columns; empty for all partitions
   */
  List<CatalogPartitionSpec> list(Map<String, String> part) {
    return partitions.stream()
        .filter(partition -> partition.entrySet().containsAll(part.entrySet()))
        .map(CatalogPartitionSpec::new)
        .toList();
  }

  boolean holds(Map<String, String> partition) {
    return partitions.contains(partition);
  }
}
