package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.ScanChangelog;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.source.scan.ScanColumns;
import io.alluvium.connectors.delta.source.scan.TableLog;
import io.alluvium.connectors.delta.source.split.ChangelogSplit;
import io.alluvium.connectors.delta.source.split.DeltaSourceSplit;
import io.alluvium.connectors.delta.source.split.FileSplit;
import java.util.function.Function;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.CloseableIterator;

/** Opens the scan that a split asks for. */
@Internal
public final class SplitScans {
  private static final int BATCH_SIZE = 1024;

  private final TableLog log;
  private final DataFileRows files;
  private final RowShape shape;
  private final ScanChangelog changelog;

  /**
   * @param reader gives the rows of a file, with the columns of {@link ScanColumns#read()}
   */
  public SplitScans(
      TableLog log,
      Function<DataFile, CloseableIterator<RowData>> reader,
      ScanColumns columns,
      ScanChangelog changelog) {
    this.log = log;
    this.files = new DataFileRows(log.tablePath(), reader);
    this.shape = new RowShape(columns);
    this.changelog = changelog;
  }

  SplitScan open(DeltaSourceSplit split) {
    if (split instanceof FileSplit file) {
      EmittedRows emitted = shape.emitted(file.version(), file.timestamp());
      return new FileScan(file, files, emitted, BATCH_SIZE);
    }
    VersionRows versionRows = new VersionRows(files, shape, changelog);
    return new ChangelogScan((ChangelogSplit) split, log, versionRows, BATCH_SIZE);
  }
}
