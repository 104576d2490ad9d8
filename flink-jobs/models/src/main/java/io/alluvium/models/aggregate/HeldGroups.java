package io.alluvium.models.aggregate;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;

/**
 * The groups that a task holds: rows are added to them until they are given on, as a row for each
 * group of its key, its accumulators and, where rows belong to slices of time, the slice's end.
 */
final class HeldGroups {
  /** More than the groups take, but where keys are very long. */
  private static final long MOST_BYTES = 64 << 20;

  private final KeyColumns keys;
  private final Accumulators accumulators;
  private final long most;
  private final GroupTable groups;
  private final boolean sliced;
  private final Collector<RowData> output;
  private final Words key = new Words();
  private final GenericRowData given;

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
    this.given = new GenericRowData(keys.count() + accumulators.fields() + (sliced ? 1 : 0));
  }

  int size() {
    return groups.size();
  }

  /**
   * Adds a row to its group, and gives all on where they have become too many.
   *
   * @param slice the end of the row's slice; 0 where there are none
   */
  void add(RowData row, long slice) {
    keys.read(row, key);
    int first = groups.find(key, slice);
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
      keys.write(groups.words(), groups.key(group), given);
      accumulators.write(groups.words(), groups.first(group), given, keys.count());
      if (sliced) {
        given.setField(given.getArity() - 1, groups.slice(group));
      }
      output.collect(given);
    }
    groups.clear();
  }
}
