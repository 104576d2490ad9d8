package io.alluvium.cli.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.types.Row;

/** What a command found or did, as named values in the order in which they are printed. */
final class Outcome {
  private final Map<String, Object> values = new LinkedHashMap<>();

  Outcome with(String name, Object value) {
    values.put(name, value);
    return this;
  }

  List<String> names() {
    return List.copyOf(values.keySet());
  }

  Row row() {
    return Row.of(new ArrayList<>(values.values()).toArray());
  }
}
