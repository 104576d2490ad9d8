package io.alluvium.connectors.delta.kernel;

import io.alluvium.connectors.delta.pages.RowBatch;
import io.alluvium.connectors.delta.pages.RowBatches;
import java.io.IOException;
import java.util.NoSuchElementException;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.CloseableIterator;

/** The selected rows of a file, one by one; each is valid until the next. */
final class RowsOfBatches implements CloseableIterator<RowData> {
  private final String tablePath;
  private final String file;
  private final RowBatches batches;
  private final RowSelection selection;
  @Nullable private RowBatch batch;
  private long row;
  private boolean ended;

  RowsOfBatches(String tablePath, String file, RowBatches batches, RowSelection selection) {
    this.tablePath = tablePath;
    this.file = file;
    this.batches = batches;
    this.selection = selection;
    this.row = selection.next(0);
  }

  @Override
  public boolean hasNext() {
    while (!ended && (batch == null || row >= batch.firstRow() + batch.size())) {
      batch =
          KernelErrors.translatedOfFile(
              tablePath,
              file,
              () -> {
                batches.skipTo(row);
                return row == Long.MAX_VALUE ? null : batches.next();
              });
      ended = batch == null;
      if (!ended && row < batch.firstRow()) {
        row = selection.next(batch.firstRow());
      }
    }
    return !ended;
  }

  @Override
  public RowData next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    RowData next = batch.row((int) (row - batch.firstRow()));
    row = selection.next(row + 1);
    return next;
  }

  @Override
  public void close() throws IOException {
    batches.close();
  }
}
