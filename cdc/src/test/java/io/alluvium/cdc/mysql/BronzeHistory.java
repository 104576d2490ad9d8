package io.alluvium.cdc.mysql;

import io.alluvium.testing.LakeTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the changes of a bronze table come to. */
final class BronzeHistory {
  private BronzeHistory() {}

  static List<Map<String, Object>> ordered(LakeTable bronze) throws Exception {
    List<Map<String, Object>> rows =
        new ArrayList<>(bronze.count() == 0 ? List.of() : bronze.rows());
    rows.sort(
        Comparator.comparing((Map<String, Object> row) -> (Long) row.get("_sequence"))
            // A change of a key is a delete and an insert with one sequence.
            .thenComparing(row -> !row.get("_op").equals("d")));
    return rows;
  }

  /** The rows that are left, as texts by their key. */
  static Map<List<String>, Map<String, String>> fold(
      LakeTable bronze, List<String> key, List<String> columns) throws Exception {
    Map<List<String>, Map<String, String>> rows = new LinkedHashMap<>();
    for (Map<String, Object> change : ordered(bronze)) {
      if (change.get("_op").equals("t")) {
        rows.clear();
        continue;
      }
      List<String> values = key.stream().map(column -> text(change.get(column))).toList();
      if (change.get("_op").equals("d")) {
        rows.remove(values);
      } else {
        Map<String, String> row = new LinkedHashMap<>();
        columns.forEach(column -> row.put(column, text(change.get(column))));
        rows.put(values, row);
      }
    }
    return rows;
  }

  /** Rows of the server by their key. */
  static Map<List<String>, Map<String, String>> byKey(
      List<Map<String, String>> rows, List<String> key) {
    Map<List<String>, Map<String, String>> byKey = new LinkedHashMap<>();
    rows.forEach(row -> byKey.put(key.stream().map(row::get).toList(), row));
    return byKey;
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }
}
