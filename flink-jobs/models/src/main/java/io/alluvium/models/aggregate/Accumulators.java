package io.alluvium.models.aggregate;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;

/** The aggregates of an operator, one after the other in a group's slots. */
final class Accumulators implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Accumulator[] accumulators;
  private final int[] firstSlots;
  private final int slots;
  private final int fields;

  Accumulators(List<Accumulator> accumulators) {
    this.accumulators = accumulators.toArray(new Accumulator[0]);
    this.firstSlots = new int[this.accumulators.length];
    int slot = 0;
    int field = 0;
    for (int i = 0; i < this.accumulators.length; i++) {
      firstSlots[i] = slot;
      slot += this.accumulators[i].slots();
      field += this.accumulators[i].fields();
    }
    this.slots = slot;
    this.fields = field;
  }

  /** How many slots a group takes. */
  int slots() {
    return slots;
  }

  /** How many fields a group gives. */
  int fields() {
    return fields;
  }

  void add(RowData row, long[] buffer, int group) {
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i].add(row, buffer, group + firstSlots[i]);
    }
  }

  void write(long[] buffer, int group, GenericRowData row, int firstField) {
    int field = firstField;
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i].write(buffer, group + firstSlots[i], row, field);
      field += accumulators[i].fields();
    }
  }
}
