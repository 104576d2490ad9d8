package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.parquet.DataFileWriter;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.IOUtils;

/** Writes rows to new data files and tells where each row went. At most one file is open. */
final class RowFiles implements Closeable {
  private final UpsertSettings settings;
  private final FileIds ids;
  private final IntFunction<String> names;

  private final List<NumberedFile> finished = new ArrayList<>();
  private DataFileWriter open;
  private int openId;

  /** {@code names} gives a file's name by its id. */
  RowFiles(UpsertSettings settings, FileIds ids, IntFunction<String> names) {
    this.settings = settings;
    this.ids = ids;
    this.names = names;
  }

  /** Returns the row's {@link RowLocation}. */
  long append(RowData row) throws IOException {
    if (open != null && open.estimatedSize() >= settings.targetFileSize()) {
      finishOpen();
    }
    if (open == null) {
      openId = ids.take();
      open = new DataFileWriter(settings.tablePath(), names.apply(openId), settings.rowType());
    }
    long location = RowLocation.of(openId, Math.toIntExact(open.rows()));
    open.write(row);
    return location;
  }

  private void finishOpen() throws IOException {
    DataFile file = open.finish();
    open = null;
    finished.add(new NumberedFile(openId, file));
  }

  /** Completes all files and hands those over that were not handed over yet. */
  List<NumberedFile> finish() throws IOException {
    if (open != null) {
      finishOpen();
    }
    List<NumberedFile> files = List.copyOf(finished);
    finished.clear();
    return files;
  }

  @Override
  public void close() {
    IOUtils.closeQuietly(open);
  }
}
