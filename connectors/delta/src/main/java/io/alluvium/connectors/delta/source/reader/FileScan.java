package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.kernel.RowPositions;
import io.alluvium.connectors.delta.pages.RowBatch;
import io.alluvium.connectors.delta.pages.RowBatches;
import io.alluvium.connectors.delta.source.scan.ScanColumns;
import io.alluvium.connectors.delta.source.split.FileSplit;
import java.io.IOException;
import java.util.Iterator;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.utils.JoinedRowData;

/**
 * Reads a {@link FileSplit}: the live rows of a part of a file, from the first that was not emitted
 * yet on. The rows are views of the batches that were read, never copied.
 */
final class FileScan implements SplitScan {
  private final FileSplit split;
  private final TableFiles files;
  private final GenericRowData metadata;
  private RowPositions deleted = RowPositions.none();
  @Nullable private RowBatches batches;

  FileScan(FileSplit split, TableFiles files, ScanColumns columns) {
    this.split = split;
    this.files = files;
    this.metadata =
        GenericRowData.of(
            columns.metadata().stream()
                .map(column -> column.of(split.version(), split.timestamp()))
                .toArray());
  }

  @Override
  public ReadBatch next() throws IOException {
    if (batches == null) {
      deleted = files.deleted(split.file(), split.file().deletionVector(), split.version());
      batches = files.open(split);
      batches.skipTo(split.nextRow());
    }
    RowBatch batch = files.next(batches, split);
    if (batch == null) {
      return ReadBatch.end(split.splitId());
    }
    long first = Math.max(batch.firstRow(), split.nextRow());
    long end = batch.firstRow() + batch.size();
    long live = Math.max(0, end - first) - deleted.count(first, end);
    return ReadBatch.of(split.splitId(), new LiveRows(batch, first), live);
  }

  @Override
  public void close() throws IOException {
    if (batches != null) {
      batches.close();
    }
  }

  /** The rows of a batch that are neither deleted nor emitted already. */
  private final class LiveRows implements Iterator<ReadElement> {
    private final RowBatch batch;
    private final long end;
    private final ReadElement element = ReadElement.ofRows(this);
    private final JoinedRowData joined = new JoinedRowData();
    private long row;

    LiveRows(RowBatch batch, long first) {
      this.batch = batch;
      this.end = batch.firstRow() + batch.size();
      this.row = deleted.nextClear(first);
    }

    @Override
    public boolean hasNext() {
      return row < end;
    }

    @Override
    public ReadElement next() {
      RowData view = batch.row((int) (row - batch.firstRow()));
      element.set(metadata.getArity() == 0 ? view : joined.replace(view, metadata), row);
      row = deleted.nextClear(row + 1);
      return element;
    }
  }
}
