package io.alluvium.connectors.delta.source.reader;

import java.util.Iterator;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;

/** Makes changes out of rows that went and rows that came. Used once. */
interface RowComparison {

  /**
   * Takes a row that went; all of them before the first that came. Keeps a copy.
   *
   * @param keyOnly whether only the columns of the primary key are set
   */
  void addGone(BinaryRowData row, boolean keyOnly);

  /**
   * The changes, which the receiver owns, in an order that follows from the order of the rows
   * alone.
   *
   * @param come each is valid until the next one is taken
   */
  Iterator<BinaryRowData> changes(Iterator<? extends RowData> come);
}
