package io.alluvium.demo.reconciliation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.table.data.RowData;

/** Folds the change rows of a bronze table to the rows that its source holds now. */
final class ChangeLog {
  private static final String DELETE = "d";

  private ChangeLog() {}

  private record Change<T>(long sequence, T row) {}

  /** Reads the columns of the source from a row that begins with them. */
  interface RowReader<T> {
    T read(RowData row);
  }

  /**
   * @param columns of the source, the text key first
   * @return the current rows by key
   */
  static <T> Map<String, T> fold(
      LakeReader lake, String table, List<String> columns, RowReader<T> reader) {
    List<String> withMetadata = new ArrayList<>(columns);
    withMetadata.add("_op");
    withMetadata.add("_sequence");
    Map<String, Change<T>> last = new HashMap<>();
    lake.forEach(
        table,
        withMetadata,
        row -> {
          boolean deleted = row.getString(columns.size()).toString().equals(DELETE);
          last.merge(
              row.getString(0).toString(),
              new Change<>(row.getLong(columns.size() + 1), deleted ? null : reader.read(row)),
              (one, other) -> one.sequence() > other.sequence() ? one : other);
        });
    Map<String, T> current = new TreeMap<>();
    last.forEach(
        (key, change) -> {
          if (change.row() != null) {
            current.put(key, change.row());
          }
        });
    return current;
  }
}
