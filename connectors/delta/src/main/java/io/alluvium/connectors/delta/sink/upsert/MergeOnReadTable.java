package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/** What a table must be like for merge-on-read. */
@Internal
public final class MergeOnReadTable {
  /** Table property without which a table may hold no deletion vectors. */
  public static final String ENABLE_DELETION_VECTORS = "delta.enableDeletionVectors";

  private static final String CHANGE_DATA_FEED = "delta.enableChangeDataFeed";
  private static final String APPEND_ONLY = "delta.appendOnly";

  private MergeOnReadTable() {}

  /** The properties of a table that is created for merge-on-read. */
  public static Map<String, String> propertiesOf(Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(properties);
    all.putIfAbsent(ENABLE_DELETION_VECTORS, "true");
    return all;
  }

  /** Whether a new table with these properties can be written by merge-on-read. */
  public static boolean isPossible(Map<String, String> properties) {
    return !isSet(properties, CHANGE_DATA_FEED) && !isSet(properties, APPEND_ONLY);
  }

  /** Whether a table with these properties may hold deletion vectors. */
  public static boolean isEnabled(Map<String, String> properties) {
    return isSet(properties, ENABLE_DELETION_VECTORS);
  }

  /**
   * @throws DeltaException where the table cannot be written
   */
  public static void check(String tablePath, DeltaSnapshot table) {
    if (!isSet(table.properties(), ENABLE_DELETION_VECTORS)) {
      throw new DeltaException(
          "Table "
              + tablePath
              + " has no deletion vectors, which 'write.mode' = 'merge-on-read' needs. Set its"
              + " property '"
              + ENABLE_DELETION_VECTORS
              + "' to 'true', or use 'copy-on-write'.");
    }
    for (String property : new String[] {CHANGE_DATA_FEED, APPEND_ONLY}) {
      if (isSet(table.properties(), property)) {
        throw new DeltaException(
            "Table "
                + tablePath
                + " has the property '"
                + property
                + "', under which its rows cannot be updated by this sink. Set it to 'false'.");
      }
    }
  }

  private static boolean isSet(Map<String, String> properties, String property) {
    return Boolean.parseBoolean(properties.getOrDefault(property, "false"));
  }
}
