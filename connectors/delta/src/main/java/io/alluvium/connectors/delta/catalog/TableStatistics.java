package io.alluvium.connectors.delta.catalog;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.table.catalog.stats.CatalogColumnStatistics;
import org.apache.flink.table.catalog.stats.CatalogTableStatistics;

/**
 * What the planner is told of one version of a table, from the statistics of its files.
 *
 * @param table rows, files and bytes
 * @param columns bounds and nulls; without the columns of which some file does not tell them
 * @param partitions as {@code table}, by partition values; empty where the table has no partitions
 */
record TableStatistics(
    CatalogTableStatistics table,
    CatalogColumnStatistics columns,
    Map<Map<String, String>, CatalogTableStatistics> partitions) {

  static TableStatistics of(DeltaSnapshot snapshot) {
    List<DataFile> files = snapshot.files();
    Map<Map<String, String>, CatalogTableStatistics> partitions = new HashMap<>();
    if (!snapshot.partitionColumns().isEmpty()) {
      files.stream()
          .collect(Collectors.groupingBy(DataFile::partitionValues))
          .forEach((values, ofPartition) -> partitions.put(values, sum(ofPartition)));
    }
    return new TableStatistics(sum(files), ColumnBounds.of(snapshot), partitions);
  }

  private static CatalogTableStatistics sum(List<DataFile> files) {
    long rows = 0;
    long size = 0;
    for (DataFile file : files) {
      if (file.rowCount().isEmpty()) {
        return CatalogTableStatistics.UNKNOWN;
      }
      rows += file.rowCount().getAsLong();
      size += file.size();
    }
    return new CatalogTableStatistics(rows, files.size(), size, size);
  }
}
