package io.alluvium.demo.reconciliation;

import org.apache.flink.table.data.RowData;

/** Reads and compares figures that may be absent. */
final class Figures {
  private static final double TOLERANCE = 1e-9;

  private Figures() {}

  static Double doubleAt(RowData row, int pos) {
    return row.isNullAt(pos) ? null : row.getDouble(pos);
  }

  /** Equal to 1e-9, relative to the larger where that is more than one. */
  static boolean same(Double one, Double other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    double scale = Math.max(1, Math.max(Math.abs(one), Math.abs(other)));
    return Math.abs(one - other) <= TOLERANCE * scale;
  }
}
