package io.alluvium.models.aggregate;

import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.data.utils.JoinedRowData;
import org.apache.flink.util.Collector;

/**
 * The groups that a task holds: rows are added to them until they are given on, as a row for each
 * group of its key, its accumulators and, where rows belong to slices of time, the slice's end.
 */
final class HeldGroups {
  /** More than the groups take, but where keys are very long. */
  private static final long MOST_BYTES = 64 << 20;

  private final KeySelector<RowData, RowData> keys;
  private final Accumulators accumulators;
  private final long most;
  private final GroupTable groups;
  private final boolean sliced;
  private final Collector<RowData> output;
  private final BinaryRowData key;
  private final GenericRowData given;
  private final JoinedRowData row = new JoinedRowData();

  /**
   * @param sliced whether rows belong to slices of time
   * @param output takes rows that are used again for the next
   */
  HeldGroups(LocalAggregate aggregate, boolean sliced, Collector<RowData> output) {
    this.keys = aggregate.key();
    this.accumulators = aggregate.accumulators();
    this.most = aggregate.most();
    this.groups = new GroupTable(accumulators.slots());
    this.sliced = sliced;
    this.output = output;
    this.key = new BinaryRowData(aggregate.keyFields());
    this.given = new GenericRowData(accumulators.fields() + (sliced ? 1 : 0));
  }

  int size() {
    return groups.size();
  }

  /**
   * Adds a row to its group, and gives all on where they have become too many.
   *
   * @param slice the end of the row's slice; 0 where there are none
   */
  void add(RowData row, long slice) throws Exception {
    int first = groups.find((BinaryRowData) keys.getKey(row), slice);
    accumulators.add(row, groups.words(), first);
    if (groups.size() >= most || groups.bytes() > MOST_BYTES) {
      give();
    }
  }

  /** Gives all groups on, and holds none. */
  void give() {
    if (groups.size() == 0) {
      // Watermarks come often, and there is no need to clear the table for each.
      return;
    }
    for (int group = 0; group < groups.end(); group = groups.next(group)) {
      groups.readKey(group, key);
      accumulators.write(groups.words(), groups.first(group), given);
      if (sliced) {
        given.setField(accumulators.fields(), groups.slice(group));
      }
      output.collect(row.replace(key, given));
    }
    groups.clear();
  }
}
