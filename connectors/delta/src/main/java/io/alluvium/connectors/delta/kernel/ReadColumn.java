package io.alluvium.connectors.delta.kernel;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * A column to read of a table: a whole top-level one, or a field of nested structs.
 *
 * @param path names in the table, the top-level column first
 * @param type of the last of them
 */
@Internal
public record ReadColumn(List<String> path, LogicalType type) implements Serializable {

  public ReadColumn {
    path = List.copyOf(path);
  }

  public static ReadColumn of(String name, LogicalType type) {
    return new ReadColumn(List.of(name), type);
  }

  public boolean isTopLevel() {
    return path.size() == 1;
  }
}
