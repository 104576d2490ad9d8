package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.table.types.logical.LogicalType;

/** The smallest schema that holds given columns. */
final class StructTree {
  private final Map<String, StructTree> children = new LinkedHashMap<>();
  @Nullable private LogicalType whole;

  void add(List<String> path, LogicalType type) {
    if (path.isEmpty()) {
      whole = type;
    } else {
      children
          .computeIfAbsent(path.get(0), name -> new StructTree())
          .add(path.subList(1, path.size()), type);
    }
  }

  StructType toStruct() {
    List<StructField> fields = new ArrayList<>();
    children.forEach(
        (name, child) ->
            fields.add(
                new StructField(
                    name,
                    child.whole == null ? child.toStruct() : DeltaTypes.toDelta(child.whole, name),
                    true)));
    return new StructType(fields);
  }
}
