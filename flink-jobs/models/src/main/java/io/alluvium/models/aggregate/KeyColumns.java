package io.alluvium.models.aggregate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * The key of a row as words: a bit for each column that is null, and the values of the others, one
 * behind the other.
 */
final class KeyColumns implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int[] inputs;
  private final KeyColumn[] columns;

  private KeyColumns(int[] inputs, List<KeyColumn> columns) {
    this.inputs = inputs;
    this.columns = columns.toArray(new KeyColumn[0]);
  }

  /**
   * @param count of the fields of the output that are the key, which come first
   * @return empty where the planner's own operator is to do it
   */
  static Optional<KeyColumns> of(RowType input, RowType output, int count) {
    if (count > Long.SIZE) {
      return Optional.empty();
    }
    int[] inputs = new int[count];
    List<KeyColumn> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      inputs[i] = input.getFieldIndex(output.getFieldNames().get(i));
      LogicalType type = output.getTypeAt(i);
      if (inputs[i] < 0 || !input.getTypeAt(inputs[i]).copy(true).equals(type.copy(true))) {
        return Optional.empty();
      }
      KeyColumn.of(type).ifPresent(columns::add);
    }
    return columns.size() == count
        ? Optional.of(new KeyColumns(inputs, columns))
        : Optional.empty();
  }

  int count() {
    return columns.length;
  }

  /**
   * @param key gets the words in place of others
   */
  void read(RowData row, Words key) {
    key.clear();
    key.reserve(1);
    long nulls = 0;
    for (int i = 0; i < columns.length; i++) {
      if (row.isNullAt(inputs[i])) {
        nulls |= 1L << i;
      } else {
        columns[i].write(row, inputs[i], key);
      }
    }
    key.array()[0] = nulls;
  }

  /** Sets the first fields of a row to the key whose words begin there. */
  void write(long[] words, int start, GenericRowData row) {
    int at = start + 1;
    for (int i = 0; i < columns.length; i++) {
      if ((words[start] >>> i & 1) != 0) {
        row.setField(i, null);
      } else {
        row.setField(i, columns[i].value(words, at));
        at += columns[i].words(words, at);
      }
    }
  }
}
