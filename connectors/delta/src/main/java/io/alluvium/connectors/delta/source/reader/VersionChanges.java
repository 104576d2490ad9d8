package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.TableVersion;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.CloseableIterator;

/**
 * The rows that a version gives, or the changes that its commit made, in an order that is the same
 * whenever it is read. Rows are owned by the receiver.
 */
interface VersionChanges {

  /**
   * @param skip of the rows, which were read before
   */
  CloseableIterator<RowData> ofSnapshot(DeltaSnapshot snapshot, long skip) throws Exception;

  /**
   * @param skip of the changes, which were read before
   */
  CloseableIterator<RowData> ofCommit(TableVersion commit, long skip) throws Exception;

  static CloseableIterator<RowData> skipped(CloseableIterator<RowData> rows, long count) {
    for (long skipped = 0; skipped < count && rows.hasNext(); skipped++) {
      rows.next();
    }
    return rows;
  }
}
