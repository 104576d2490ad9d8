package io.alluvium.connectors.delta.kernel;

import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.CloseableIterator;

/**
 * Reads the live rows of a data file, that is without those in its deletion vector, in the file's
 * order.
 */
@Internal
public final class DataFileReader {
  private final String tablePath;
  private final RowType rowType;

  /**
   * @param tablePath the table's folder
   * @param rowType the columns to read, partition columns included; a column that the file lacks is
   *     null
   */
  public DataFileReader(String tablePath, RowType rowType) {
    this.tablePath = tablePath;
    this.rowType = rowType;
  }

  /**
   * Rows may be views that are valid until the next one is read; copy those that are to be kept.
   * The iterator must be closed.
   */
  public CloseableIterator<RowData> read(DataFile file) {
    throw new UnsupportedOperationException(tablePath + rowType + file);
  }
}
