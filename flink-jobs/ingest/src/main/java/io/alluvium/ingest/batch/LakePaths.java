package io.alluvium.ingest.batch;

import io.alluvium.connectors.delta.sink.routing.TableRouter;
import java.util.List;
import java.util.Map;

/**
 * Where the tables of a lake are: {@code layer.table} is the folder {@code layer/table}.
 *
 * @param lake path or URI of the lake's folder
 * @param partitions columns that new tables are partitioned by
 */
public record LakePaths(String lake, Map<String, List<String>> partitions) implements TableRouter {
  private static final long serialVersionUID = 1L;

  public LakePaths {
    partitions = Map.copyOf(partitions);
  }

  public static LakePaths of(String lake) {
    return new LakePaths(lake, Map.of());
  }

  @Override
  public String path(String table) {
    return lake + (lake.endsWith("/") ? "" : "/") + table.replace('.', '/');
  }

  @Override
  public List<String> partitionColumns(String table) {
    return partitions.getOrDefault(table, List.of());
  }
}
