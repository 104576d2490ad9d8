package io.alluvium.connectors.delta.table;

import io.alluvium.connectors.delta.kernel.TableDescription;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.annotation.Internal;

/** Which of a SQL table's options are properties of the Delta table. */
@Internal
public final class TableProperties {
  static final String[] PREFIXES = {"delta.", "alluvium."};

  private TableProperties() {}

  /** In the order of their names. */
  public static Map<String, String> of(Map<String, String> options) {
    Map<String, String> properties = new TreeMap<>();
    options.forEach(
        (name, value) -> {
          if (isProperty(name)) {
            properties.put(name, value);
          }
        });
    return properties;
  }

  public static boolean isProperty(String name) {
    return Arrays.stream(PREFIXES).anyMatch(name::startsWith)
        && !name.equals(TableDescription.PRIMARY_KEY_PROPERTY);
  }
}
