package io.alluvium.connectors.redis;

import io.alluvium.connectors.redis.resp.CommandBuffer;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.table.data.RowData;

/** What a layout writes of a row. */
interface RowValues extends Serializable {
  /** Called once in the task, before the first row. */
  default void open() throws Exception {}

  /**
   * Adds the values of a row as arguments.
   *
   * @return how many
   * @throws UnfitRowException where a value has no place in the layout
   */
  int write(RowData row, CommandBuffer out) throws UnfitRowException;

  /**
   * Adds the names of the fields that must not be there, since their values are null.
   *
   * @return how many
   */
  default int writeAbsent(RowData row, CommandBuffer out) {
    return 0;
  }

  /** What was written, as a text for people. */
  default String describe(List<String> values) {
    return values.get(values.size() - 1);
  }
}
