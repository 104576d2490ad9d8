package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.Protocol;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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
    Metadata own = current.kernel().getMetadata();
    Metadata wanted = source.kernel().getMetadata();
    // A table stays itself, also where the source is another one.
    return new Metadata(
            own.getId(),
            wanted.getName(),
            wanted.getDescription(),
            wanted.getFormat(),
            wanted.getSchemaString(),
            wanted.getSchema(),
            wanted.getPartitionColumns(),
            own.getCreatedTime(),
            wanted.getConfigurationMapValue())
        .withReplacedConfiguration(properties);
  }

  /** The table's protocol with what the source needs beyond it; empty where that is nothing. */
  static Optional<Protocol> protocol(KernelSnapshot current, KernelSnapshot source) {
    Protocol own = current.kernel().getProtocol();
    Protocol both = own.merge(source.kernel().getProtocol());
    return both.equals(own) ? Optional.empty() : Optional.of(both);
  }

  private static boolean isTimestampProperty(String key) {
    return key.startsWith("delta.enableInCommitTimestamps")
        || key.startsWith("delta.inCommitTimestampEnablement");
  }
}
