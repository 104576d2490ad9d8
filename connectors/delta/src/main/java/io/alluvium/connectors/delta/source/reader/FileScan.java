package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.source.split.FileSplit;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.CloseableIterator;

/** Reads a {@link FileSplit}: the file's live rows, without those that were emitted already. */
final class FileScan implements SplitScan {
  private final FileSplit split;
  private final DataFileRows files;
  private final EmittedRows emitted;
  private final int batchSize;
  @Nullable private CloseableIterator<RowData> rows;

  FileScan(FileSplit split, DataFileRows files, EmittedRows emitted, int batchSize) {
    this.split = split;
    this.files = files;
    this.emitted = emitted;
    this.batchSize = batchSize;
  }

  @Override
  public ReadBatch next() {
    if (rows == null) {
      rows = files.read(split.file(), split.version());
      for (long skipped = 0; skipped < split.rowsEmitted() && rows.hasNext(); skipped++) {
        rows.next();
      }
    }
    List<ReadElement> batch = new ArrayList<>(batchSize);
    while (batch.size() < batchSize && rows.hasNext()) {
      batch.add(ReadElement.row(emitted.from(rows.next())));
    }
    return rows.hasNext()
        ? ReadBatch.of(split.splitId(), batch)
        : ReadBatch.last(split.splitId(), batch);
  }

  @Override
  public void close() throws Exception {
    if (rows != null) {
      rows.close();
    }
  }
}
