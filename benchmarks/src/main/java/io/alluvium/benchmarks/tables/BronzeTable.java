package io.alluvium.benchmarks.tables;

import io.alluvium.connectors.delta.DeltaConnectorOptions;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.DeltaTableCommitter;
import io.alluvium.connectors.delta.kernel.TableDescription;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.hadoop.ParquetWriter;

/**
 * A Delta table to which rows are added in the order of time: in files of so many rows, whose times
 * of modification are in that order too. Closed, it has committed all of them as version {@value
 * #VERSION}.
 */
public final class BronzeTable implements Closeable {
  /** Version 0 is the empty table. */
  private static final Map<String, String> READ_ONCE =
      Map.of(DeltaConnectorOptions.SCAN_VERSION.key(), "1");

  private static final String SINK = "bench";
  private static final long FIRST_MODIFICATION = 1_767_225_600_000L;

  private final Path folder;
  private final RowType type;
  private final long rowsPerFile;
  private final List<DataFile> files = new ArrayList<>();
  @Nullable private ParquetWriter<RowData> writer;
  private long rows;

  public BronzeTable(Path folder, RowType type, long rowsPerFile) {
    this.folder = folder;
    this.type = type;
    this.rowsPerFile = rowsPerFile;
    DeltaTable.at(folder.toString())
        .createIfAbsent(new TableDescription(type, List.of(), List.of(), READ_ONCE, ""));
  }

  public void add(RowData row) throws IOException {
    if (writer == null) {
      writer = PlainParquet.writer(folder.resolve(name()), type);
    }
    writer.write(row);
    rows++;
    if (rows == rowsPerFile) {
      completeFile();
    }
  }

  private String name() {
    return String.format("part-%05d.parquet", files.size());
  }

  private void completeFile() throws IOException {
    writer.close();
    writer = null;
    String name = name();
    files.add(
        new DataFile(
            name,
            Files.size(folder.resolve(name)),
            FIRST_MODIFICATION + files.size() * 1_000L,
            Map.of(),
            "{\"numRecords\":" + rows + "}",
            null));
    rows = 0;
  }

  @Override
  public void close() throws IOException {
    if (writer != null) {
      completeFile();
    }
    try (DeltaTableCommitter committer =
        new DeltaTableCommitter(DeltaTable.at(folder.toString()))) {
      committer.commit(new DeltaCommit(SINK, 1, UUID.randomUUID().toString(), files, List.of()));
    }
  }
}
