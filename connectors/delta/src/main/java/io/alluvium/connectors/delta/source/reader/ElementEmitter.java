package io.alluvium.connectors.delta.source.reader;

import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.table.data.RowData;

/**
 * Emits rows and keeps account of them: several at a time, since what Flink does between one call
 * and the next costs as much as a row.
 */
final class ElementEmitter implements RecordEmitter<ReadElement, RowData, SplitState> {
  /**
   * So few that a checkpoint's barrier, which is handled between calls, waits for them only as long
   * as whoever reads them takes: under back-pressure, until the last of them has room.
   */
  static final int ROWS_AT_ONCE = 64;

  private final Counter rowsIn;

  /**
   * @param rowsIn the reader's count of what it was given, which its base class raises by one for
   *     each call
   */
  ElementEmitter(Counter rowsIn) {
    this.rowsIn = rowsIn;
  }

  @Override
  public void emitRecord(ReadElement element, SourceOutput<RowData> output, SplitState state) {
    if (element.row() != null) {
      int rows = 0;
      do {
        output.collect(element.row());
        state.rowEmitted(element.position());
        rows++;
      } while (rows < ROWS_AT_ONCE && element.advance());
      rowsIn.inc(rows - 1L);
    }
    if (element.next() != null) {
      state.goOnAt(element.next());
    }
  }
}
