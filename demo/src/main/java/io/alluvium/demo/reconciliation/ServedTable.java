package io.alluvium.demo.reconciliation;

import java.util.List;
import java.util.Map;

/** A table of KPIs as a reader of its store sees it. */
interface ServedTable {
  /** For people. */
  String name();

  /**
   * Rows by name of column, values as texts.
   *
   * @param keys the values of the key's columns
   * @return in the order of the keys; empty where there is none
   */
  List<Map<String, String>> rows(List<List<String>> keys);

  /** Of all rows. */
  long count();
}
