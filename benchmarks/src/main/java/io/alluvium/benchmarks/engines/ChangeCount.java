package io.alluvium.benchmarks.engines;

import org.apache.flink.streaming.api.functions.sink.SinkFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;

/**
 * Counts the changes of the running job, and by how much they make the sum of a column grow. Jobs
 * of a process follow one another.
 */
@SuppressWarnings("deprecation") // The new interface needs three classes for the same.
final class ChangeCount implements SinkFunction<RowData> {
  private static final long serialVersionUID = 1L;

  private static volatile Total total = new Total(0, 0);

  private final int summed;

  /**
   * @param summed the place of the column, a BIGINT
   */
  ChangeCount(int summed) {
    this.summed = summed;
  }

  /**
   * What came.
   *
   * @param rows both images of an update
   */
  record Total(long rows, long growth) {}

  static void reset() {
    total = new Total(0, 0);
  }

  static Total total() {
    return total;
  }

  @Override
  public void invoke(RowData row, Context context) {
    boolean gone = row.getRowKind() == RowKind.DELETE || row.getRowKind() == RowKind.UPDATE_BEFORE;
    Total before = total;
    total =
        new Total(
            before.rows() + 1,
            before.growth() + (gone ? -row.getLong(summed) : row.getLong(summed)));
  }
}
