package io.alluvium.connectors.delta.maintenance;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;

/** Refuses tables whose files carry more than these operations keep. */
final class TableFeatureCheck {
  private static final String COLUMN_MAPPING = "delta.columnMapping.mode";
  private static final String ROW_TRACKING = "delta.enableRowTracking";

  private TableFeatureCheck() {}

  static void check(String path, DeltaSnapshot table, String operation) {
    if ("true".equals(table.properties().get(ROW_TRACKING))) {
      throw new DeltaException(
          "Table "
              + path
              + " tracks its rows ('"
              + ROW_TRACKING
              + "'), and "
              + operation
              + " would give them new ids. Use the engine that made the table.");
    }
  }

  /** For operations that write rows. */
  static void checkWritable(String path, DeltaSnapshot table, String operation) {
    check(path, table, operation);
    if (!"none".equals(table.properties().getOrDefault(COLUMN_MAPPING, "none"))) {
      throw new DeltaException(
          "Table "
              + path
              + " uses column mapping ('"
              + COLUMN_MAPPING
              + "'), with which "
              + operation
              + " is not possible yet. Use the engine that made the table.");
    }
  }
}
