package io.alluvium.models.unittest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;

/**
 * The rows that a table has in the end, in an order that depends on nothing but them.
 *
 * @param columns their names
 */
record TableContent(List<String> columns, List<List<Object>> rows) {

  TableContent {
    rows = rows.stream().sorted(Comparator.comparing(String::valueOf)).toList();
  }

  /**
   * @param key positions of its columns; of each key the last row counts. Where it is empty, each
   *     change takes or adds one row.
   */
  static TableContent of(List<String> columns, List<Integer> key, List<Row> changes) {
    return new TableContent(columns, key.isEmpty() ? multiset(changes) : byKey(key, changes));
  }

  private static List<List<Object>> byKey(List<Integer> key, List<Row> changes) {
    Map<List<Object>, List<Object>> rows = new LinkedHashMap<>();
    for (Row change : changes) {
      List<Object> values = Values.of(change);
      List<Object> keyValues = new ArrayList<>();
      key.forEach(position -> keyValues.add(values.get(position)));
      // As the Delta sink: where a filter takes the second half of an update, the row is gone.
      if (change.getKind() == RowKind.DELETE || change.getKind() == RowKind.UPDATE_BEFORE) {
        rows.remove(keyValues);
      } else {
        rows.put(keyValues, values);
      }
    }
    return List.copyOf(rows.values());
  }

  private static List<List<Object>> multiset(List<Row> changes) {
    Map<List<Object>, Integer> counts = new LinkedHashMap<>();
    for (Row change : changes) {
      boolean adds = change.getKind() == RowKind.INSERT || change.getKind() == RowKind.UPDATE_AFTER;
      counts.merge(Values.of(change), adds ? 1 : -1, Integer::sum);
    }
    List<List<Object>> rows = new ArrayList<>();
    counts.forEach(
        (row, count) -> {
          if (count < 0) {
            throw new IllegalStateException("A row was taken back that had not been given: " + row);
          }
          for (int i = 0; i < count; i++) {
            rows.add(row);
          }
        });
    return rows;
  }

  /** With these columns only. */
  TableContent of(List<String> some) {
    List<Integer> positions = some.stream().map(columns::indexOf).toList();
    return new TableContent(
        some,
        rows.stream()
            .map(
                row -> {
                  List<Object> values = new ArrayList<>();
                  positions.forEach(position -> values.add(row.get(position)));
                  return values;
                })
            .toList());
  }

  /** What is in one and not in the other, as text; binary fractions may differ a little. */
  Difference from(TableContent expected) {
    List<List<Object>> unexpected = new ArrayList<>(rows);
    List<List<Object>> missing = new ArrayList<>();
    for (List<Object> row : expected.rows) {
      int found = -1;
      for (int i = 0; i < unexpected.size() && found < 0; i++) {
        found = Values.isAlmost(row, unexpected.get(i)) ? i : -1;
      }
      if (found < 0) {
        missing.add(row);
      } else {
        unexpected.remove(found);
      }
    }
    return new Difference(columns, missing, unexpected);
  }

  /** As {@link #from}, to the last digit. */
  Difference exactlyFrom(TableContent other) {
    List<List<Object>> more = new ArrayList<>(rows);
    List<List<Object>> missing = new ArrayList<>();
    for (List<Object> row : other.rows) {
      if (!more.remove(row)) {
        missing.add(row);
      }
    }
    return new Difference(columns, missing, more);
  }
}
