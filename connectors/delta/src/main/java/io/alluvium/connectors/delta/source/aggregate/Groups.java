package io.alluvium.connectors.delta.source.aggregate;

import io.alluvium.connectors.delta.kernel.ReadColumn;
import io.alluvium.connectors.delta.pages.ColumnarBatch;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;

/**
 * Numbers the groups of rows. Rows are numbered by their first key column; those numbers and the
 * ones by the next column together give numbers by both, and so on.
 */
final class Groups {
  private final List<Integer> keys;
  private final List<KeyColumn> columns = new ArrayList<>();
  // One for each key column but the first: pairs of numbers by those before it, and by it.
  private final List<LongTable> pairs = new ArrayList<>();
  private int[] numbers = new int[0];
  private int[] further = new int[0];
  private boolean hasRows;

  Groups(List<Integer> keys, List<ReadColumn> read) {
    this.keys = keys;
    for (int key : keys) {
      if (!columns.isEmpty()) {
        pairs.add(new LongTable());
      }
      columns.add(KeyColumn.of(read.get(key).type()));
    }
  }

  /** How many numbers were given: each of a group that has rows. */
  int size() {
    if (columns.isEmpty()) {
      return hasRows ? 1 : 0;
    }
    return pairs.isEmpty() ? columns.get(0).size() : pairs.get(pairs.size() - 1).size();
  }

  /** The numbers of the groups of the live rows; valid until the next call. */
  int[] number(ColumnarBatch batch, LiveRows live) {
    if (numbers.length < live.count()) {
      numbers = new int[live.rows().length];
      further = new int[live.rows().length];
    }
    int count = live.count();
    hasRows |= count > 0;
    if (columns.isEmpty()) {
      return numbers;
    }
    columns.get(0).number(batch, keys.get(0), live, numbers);
    for (int key = 1; key < columns.size(); key++) {
      columns.get(key).number(batch, keys.get(key), live, further);
      LongTable table = pairs.get(key - 1);
      for (int i = 0; i < count; i++) {
        numbers[i] = table.numberOf((long) numbers[i] << Integer.SIZE | further[i]);
      }
    }
    return numbers;
  }

  /** Sets the key's fields, which are a row's first. */
  void setKey(GenericRowData row, int group) {
    int number = group;
    for (int key = columns.size() - 1; key > 0; key--) {
      long pair = pairs.get(key - 1).value(number);
      row.setField(key, columns.get(key).value((int) pair));
      number = (int) (pair >>> Integer.SIZE);
    }
    if (!columns.isEmpty()) {
      row.setField(0, columns.get(0).value(number));
    }
  }

  void clear() {
    columns.forEach(KeyColumn::clear);
    pairs.forEach(LongTable::clear);
    hasRows = false;
  }
}
