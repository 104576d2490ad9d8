package io.alluvium.connectors.delta.pages;

import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;

/** Consecutive rows of a file. May be handed to another thread; used by one at a time. */
@Internal
public interface RowBatch {

  /** Position in the file of the batch's first row; the file's first is 0. */
  long firstRow();

  int size();

  /**
   * A view that stays valid until the next call.
   *
   * @param index within the batch
   */
  RowData row(int index);
}
