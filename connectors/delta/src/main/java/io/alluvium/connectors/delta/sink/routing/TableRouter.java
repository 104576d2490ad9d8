package io.alluvium.connectors.delta.sink.routing;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;

/** Says where the tables of a {@link DeltaTablesSink} are, and how those that are absent look. */
@PublicEvolving
@FunctionalInterface
public interface TableRouter extends Serializable {

  /** The table's folder: a URI or an absolute local path; another one for each table. */
  String path(String table);

  /** Columns that a new table is partitioned by; an existing one keeps its own. */
  default List<String> partitionColumns(String table) {
    return List.of();
  }

  /** Properties of a new table. */
  default Map<String, String> properties(String table) {
    return Map.of();
  }

  /** Tables side by side in a folder, each under its name. */
  static TableRouter folders(String parent) {
    String prefix = parent.endsWith("/") ? parent : parent + "/";
    return table -> prefix + table;
  }
}
