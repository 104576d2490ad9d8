package io.alluvium.models.aggregate;

import java.io.Serializable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;

/**
 * What an aggregate function knows of a group, in some slots of a buffer that are 0 at first. Its
 * fields are those of Flink's function of the same name, which goes on with them.
 */
interface Accumulator extends Serializable {
  /** How many slots of the buffer a group takes. */
  int slots();

  /** How many fields of the row that is given on. */
  int fields();

  /**
   * @param first the first of the group's slots
   */
  void add(RowData row, long[] buffer, int first);

  void write(long[] buffer, int first, GenericRowData accumulators, int firstField);
}
