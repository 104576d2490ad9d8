package io.alluvium.demo.reconciliation;

import org.apache.flink.table.data.RowData;

/** What the KPIs need to know of a building; what is unknown is null. */
record Building(String usage, String station, Double floorArea) {

  /** Reads columns 1 to 3 of a row. */
  static Building of(RowData row) {
    return new Building(
        row.isNullAt(1) ? null : row.getString(1).toString(),
        row.isNullAt(2) ? null : row.getString(2).toString(),
        row.isNullAt(3) ? null : row.getDouble(3));
  }
}
