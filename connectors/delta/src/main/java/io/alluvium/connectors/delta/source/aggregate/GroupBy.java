package io.alluvium.connectors.delta.source.aggregate;

import io.alluvium.connectors.delta.kernel.ReadColumn;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.RowType;

/**
 * What a scan is to make of the rows it reads: partial results, of which a group may have several.
 * Whoever receives them merges them.
 *
 * @param keys places of the groups' columns among the columns that are read; none where all rows
 *     are one group
 * @param produced type of the partial results: the keys, then the measures
 */
@Internal
public record GroupBy(List<Integer> keys, List<Measure> measures, RowType produced)
    implements Serializable {

  public GroupBy {
    keys = List.copyOf(keys);
    measures = List.copyOf(measures);
  }

  /** Whether it can be computed of columns of these types. */
  public boolean isSupported(List<ReadColumn> columns) {
    return keys.stream().allMatch(key -> KeyColumn.canHold(columns.get(key).type()))
        && measures.stream().allMatch(Measure::isSupported);
  }
}
