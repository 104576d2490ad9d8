package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.parquet.DataFileFormat;
import io.alluvium.connectors.delta.parquet.DataFileWriter;
import io.alluvium.connectors.delta.sink.partition.PartitionOfRow;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.util.IOUtils;

/**
 * Writes rows to new data files, each partition to its own, and tells where each row went. Where
 * too many files are open, the least recently used one is completed.
 */
final class RowFiles implements Closeable {
  private final UpsertSettings settings;
  private final FileIds ids;
  private final IntFunction<String> names;
  private final DataFileFormat format;
  private final PartitionOfRow partitionOfRow;

  private final List<NumberedFile> finished = new ArrayList<>();

  /** By partition, least recently used first. */
  private final Map<BinaryRowData, OpenFile> open = new LinkedHashMap<>(16, 0.75f, true);

  private record OpenFile(int id, DataFileWriter writer) {}

  /** {@code names} gives a file's name by its id. */
  RowFiles(UpsertSettings settings, FileIds ids, IntFunction<String> names) {
    this.settings = settings;
    this.ids = ids;
    this.names = names;
    this.format = settings.layout().newFormat();
    this.partitionOfRow =
        new PartitionOfRow(settings.rowType(), settings.layout().partitionColumns());
  }

  /** Returns the row's {@link RowLocation}. */
  long append(RowData row) throws IOException {
    BinaryRowData partition = partitionOfRow.key(row);
    OpenFile file = open.get(partition);
    if (file == null) {
      file = newFile(row);
      open.put(partition.copy(), file);
      if (open.size() > settings.buffers().maxOpenFiles()) {
        finish(open.keySet().iterator().next());
      }
    }
    long location = RowLocation.of(file.id(), Math.toIntExact(file.writer().rows()));
    file.writer().write(row);
    if (file.writer().estimatedSize() >= settings.buffers().targetFileSize()) {
      finish(partition);
    }
    return location;
  }

  private OpenFile newFile(RowData row) throws IOException {
    int id = ids.take();
    Map<String, String> values = partitionOfRow.values(row);
    return new OpenFile(
        id,
        format.newFile(
            settings.tablePath(), PartitionOfRow.folder(values), names.apply(id), values));
  }

  private void finish(BinaryRowData partition) throws IOException {
    OpenFile file = open.remove(partition);
    finished.add(new NumberedFile(file.id(), file.writer().finish()));
  }

  /**
   * A file of which rows were appended since the last {@link #finish()}; completed where it is
   * open.
   */
  Optional<DataFile> find(int id) throws IOException {
    for (Map.Entry<BinaryRowData, OpenFile> entry : open.entrySet()) {
      if (entry.getValue().id() == id) {
        finish(entry.getKey());
        break;
      }
    }
    return finished.stream().filter(file -> file.id() == id).map(NumberedFile::file).findFirst();
  }

  /** Completes all files and hands those over that were not handed over yet. */
  List<NumberedFile> finish() throws IOException {
    for (Iterator<OpenFile> files = open.values().iterator(); files.hasNext(); ) {
      OpenFile file = files.next();
      finished.add(new NumberedFile(file.id(), file.writer().finish()));
      files.remove();
    }
    List<NumberedFile> complete = List.copyOf(finished);
    finished.clear();
    return complete;
  }

  @Override
  public void close() {
    open.values().forEach(file -> IOUtils.closeQuietly(file.writer()));
    open.clear();
    format.close();
  }
}
