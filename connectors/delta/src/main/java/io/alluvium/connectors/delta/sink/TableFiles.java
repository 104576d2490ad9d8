package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.parquet.DataFileFormat;
import io.alluvium.connectors.delta.sink.partition.PartitionOfRow;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;

/** Writes rows of one schema into new data files of one table, each partition into its own. */
@Internal
public final class TableFiles implements Closeable {
  private final String tablePath;
  private final DataFileFormat format;
  private final PartitionOfRow partitionOfRow;
  private final OpenFiles openFiles;
  private final Map<BinaryRowData, OpenFiles.OpenFile> fileOfPartition = new HashMap<>();
  private final List<DataFile> finished = new ArrayList<>();

  /** The open file of a table without partitions. */
  @Nullable private OpenFiles.OpenFile onlyFile;

  public TableFiles(FileLayout layout, OpenFiles openFiles) {
    this.tablePath = layout.tablePath();
    this.format = layout.newFormat();
    this.partitionOfRow = new PartitionOfRow(layout.rowType(), layout.partitionColumns());
    this.openFiles = openFiles;
  }

  public void write(RowData row) throws IOException {
    if (onlyFile != null) {
      onlyFile.write(row);
      return;
    }
    BinaryRowData partition = partitionOfRow.key(row);
    OpenFiles.OpenFile file = fileOfPartition.get(partition);
    if (file == null) {
      file = open(partition.copy(), row);
    }
    file.write(row);
  }

  /** Begins a file of the row's partition where none is open, and writes nothing to it. */
  void touch(RowData row) throws IOException {
    BinaryRowData partition = partitionOfRow.key(row);
    if (!fileOfPartition.containsKey(partition)) {
      open(partition.copy(), row);
    }
  }

  private OpenFiles.OpenFile open(BinaryRowData partition, RowData row) throws IOException {
    Map<String, String> values = partitionOfRow.values(row);
    OpenFiles.OpenFile file =
        openFiles.add(
            format.newFile(
                tablePath,
                PartitionOfRow.folder(values),
                "part-" + UUID.randomUUID() + ".parquet",
                values),
            completed -> {
              finished.add(completed);
              fileOfPartition.remove(partition);
              onlyFile = null;
            });
    fileOfPartition.put(partition, file);
    if (partition.getArity() == 0) {
      onlyFile = file;
    }
    return file;
  }

  /** The files that are complete since the last call. */
  public List<DataFile> takeFinished() {
    List<DataFile> taken = List.copyOf(finished);
    finished.clear();
    return taken;
  }

  /** Ends all files of this table. */
  public void finishAll() throws IOException {
    for (OpenFiles.OpenFile file : List.copyOf(fileOfPartition.values())) {
      file.finish();
    }
  }

  /** Releases what files share; open ones are the affair of {@link OpenFiles}. */
  @Override
  public void close() {
    format.close();
  }
}
