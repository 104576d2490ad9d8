package io.alluvium.connectors.delta.source.aggregate;

import io.alluvium.connectors.delta.kernel.ReadColumn;
import io.alluvium.connectors.delta.kernel.RowPositions;
import io.alluvium.connectors.delta.pages.ColumnarBatch;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;

/** Aggregates rows, batch by batch, column by column. Used by one thread. */
@Internal
public final class BatchAggregation {
  private final GroupBy groupBy;
  private final Groups groups;
  private final List<Accumulator> accumulators;
  private final LiveRows live = new LiveRows();

  /**
   * @param read columns of the batches
   */
  public BatchAggregation(GroupBy groupBy, List<ReadColumn> read) {
    this.groupBy = groupBy;
    this.groups = new Groups(groupBy.keys(), read);
    this.accumulators = groupBy.measures().stream().map(Accumulator::of).toList();
  }

  /**
   * Takes rows in.
   *
   * @param first position in the file of the first row that is wanted
   * @param deleted those that are left out
   */
  public void add(ColumnarBatch batch, long first, RowPositions deleted) {
    live.select(batch, first, deleted);
    if (live.count() == 0) {
      return;
    }
    int[] numbers = groups.number(batch, live);
    for (Accumulator accumulator : accumulators) {
      accumulator.add(batch, live, numbers, groups.size());
    }
  }

  /** How many groups there are. */
  public int size() {
    return groups.size();
  }

  /** The results of what was taken in since the last time. */
  public List<RowData> takeResults() {
    List<RowData> rows = new ArrayList<>();
    int keys = groupBy.keys().size();
    for (int group = 0; group < groups.size(); group++) {
      GenericRowData row = new GenericRowData(keys + accumulators.size());
      groups.setKey(row, group);
      for (int i = 0; i < accumulators.size(); i++) {
        row.setField(keys + i, accumulators.get(i).result(group));
      }
      rows.add(row);
    }
    groups.clear();
    accumulators.forEach(Accumulator::clear);
    return rows;
  }
}
