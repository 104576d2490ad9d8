package io.alluvium.connectors.delta.maintenance;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;

/** Refuses tables whose files carry more than these operations keep. */
final class TableFeatureCheck {
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
}
