package io.alluvium.connectors.delta.kernel;

/** Whether a table's files know its columns by other names than the table. */
final class ColumnMappings {
  static final String MODE = "delta.columnMapping.mode";
  private static final String NONE = "none";

  private ColumnMappings() {}

  static boolean isMapped(DeltaSnapshot table) {
    return !NONE.equals(table.properties().getOrDefault(MODE, NONE));
  }
}
