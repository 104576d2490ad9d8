package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.internal.actions.Metadata;
import java.util.HashMap;
import java.util.Map;

/** The metadata of an older version, as the table's next version may have it. */
final class RestoredMetadata {
  private static final String MAX_COLUMN_ID = "delta.columnMapping.maxColumnId";

  private RestoredMetadata() {}

  /**
   * Schema and properties of {@code source}. What the log's order depends on stays as it is:
   * in-commit timestamps, once on, and the greatest column id ever given.
   */
  static Metadata of(KernelSnapshot current, KernelSnapshot source) {
    Map<String, String> now = current.properties();
    Map<String, String> properties = new HashMap<>(source.properties());
    properties.keySet().removeIf(RestoredMetadata::isTimestampProperty);
    now.forEach(
        (key, value) -> {
          if (isTimestampProperty(key) || key.equals(MAX_COLUMN_ID)) {
            properties.put(key, value);
          }
        });
    return source.kernel().getMetadata().withReplacedConfiguration(properties);
  }

  private static boolean isTimestampProperty(String key) {
    return key.startsWith("delta.enableInCommitTimestamps")
        || key.startsWith("delta.inCommitTimestampEnablement");
  }
}
