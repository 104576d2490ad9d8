package io.alluvium.models.unittest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;

/**
 * Follows the changes of a given table, so that each takes back just what was there: a table cannot
 * give other changes.
 */
final class Changelog {
  private final List<String> names;
  private final List<Integer> key;
  private final boolean changes;
  private final Map<List<Object>, Row> byKey = new HashMap<>();
  private final Map<List<Object>, Integer> counts = new HashMap<>();

  /**
   * @param key positions of its columns; empty where rows have none
   * @param changes whether there are any but new rows
   */
  Changelog(List<String> names, List<Integer> key, boolean changes) {
    this.names = names;
    this.key = key;
    this.changes = changes;
  }

  /** The values of the key. */
  List<Object> key(Row row) {
    List<Object> all = Values.of(row);
    return key.stream().map(all::get).toList();
  }

  /**
   * The changes that a table gives, in order.
   *
   * @throws RuntimeException at the row's place, where the table cannot have given it
   */
  List<Row> add(Change change, Row values, WrittenRow row) {
    return key.isEmpty() ? withoutKey(change, values, row) : withKey(change, values, row);
  }

  private List<Row> withKey(Change change, Row values, WrittenRow row) {
    List<Object> key = key(values);
    if (key.contains(null)) {
      throw row.origin()
          .error("needs a value for each of the key: " + String.join(", ", keyNames()));
    }
    Row former = byKey.get(key);
    String named = Values.text(keyNames(), key);
    if (change == Change.INSERT) {
      if (former != null) {
        throw row.origin().error("there is a row " + named + " already; write _op: u to change it");
      }
      byKey.put(key, values);
      return List.of(of(RowKind.INSERT, values));
    } else if (former == null) {
      throw row.origin().error("there is no row " + named + " that could change");
    }
    switch (change) {
      case UPDATE, UPDATE_AFTER:
        byKey.put(key, values);
        return List.of(of(RowKind.UPDATE_BEFORE, former), of(RowKind.UPDATE_AFTER, values));
      case DELETE:
        byKey.remove(key);
        return List.of(of(RowKind.DELETE, former));
      default:
        throw row.origin()
            .error("is the former half of an update, which follows from the key; remove it");
    }
  }

  private List<Row> withoutKey(Change change, Row values, WrittenRow row) {
    if (change == Change.UPDATE) {
      throw row.origin()
          .error("has no key to be found by: write _op: -U and _op: +U, or -D and +I");
    }
    boolean takes = change == Change.DELETE || change == Change.UPDATE_BEFORE;
    if (changes) {
      int count = counts.merge(Values.of(values), takes ? -1 : 1, Integer::sum);
      if (count < 0) {
        throw row.origin().error("takes back a row that is not there");
      }
    }
    return List.of(
        of(
            switch (change) {
              case DELETE -> RowKind.DELETE;
              case UPDATE_BEFORE -> RowKind.UPDATE_BEFORE;
              case UPDATE_AFTER -> RowKind.UPDATE_AFTER;
              default -> RowKind.INSERT;
            },
            values));
  }

  private List<String> keyNames() {
    List<String> keyNames = new ArrayList<>();
    key.forEach(position -> keyNames.add(names.get(position)));
    return keyNames;
  }

  private static Row of(RowKind kind, Row values) {
    Row row = Row.copy(values);
    row.setKind(kind);
    return row;
  }
}
