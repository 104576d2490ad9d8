package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.ScanChangelog;
import io.alluvium.connectors.delta.source.aggregate.BatchAggregation;
import io.alluvium.connectors.delta.source.aggregate.GroupBy;
import io.alluvium.connectors.delta.source.enumerator.FileSplits;
import io.alluvium.connectors.delta.source.scan.ScanColumns;
import io.alluvium.connectors.delta.source.scan.TableLog;
import io.alluvium.connectors.delta.source.split.ChangelogSplit;
import io.alluvium.connectors.delta.source.split.DeltaSourceSplit;
import io.alluvium.connectors.delta.source.split.FileSplit;
import java.nio.file.Path;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Opens the scan that a split asks for. */
@Internal
public final class SplitScans {
  private static final int BATCH_SIZE = 1024;

  private final TableLog log;
  private final TableFiles files;
  private final ScanColumns columns;
  private final ScanChangelog changelog;
  @Nullable private final String operationColumn;
  private final FileSplits fileSplits;
  private final Path temporaryFolder;
  private final ReadProgress progress;
  @Nullable private final GroupBy groupBy;

  /**
   * @param operationColumn with {@link ScanChangelog#OPERATIONS}, null otherwise
   * @param fileSplits tells which files are wanted
   * @param temporaryFolder for rows that do not fit into memory
   * @param groupBy what is to be made of the rows of a version; null where they are wanted
   */
  public SplitScans(
      TableLog log,
      TableFiles files,
      ScanColumns columns,
      ScanChangelog changelog,
      @Nullable String operationColumn,
      FileSplits fileSplits,
      Path temporaryFolder,
      ReadProgress progress,
      @Nullable GroupBy groupBy) {
    this.log = log;
    this.files = files;
    this.columns = columns;
    this.changelog = changelog;
    this.operationColumn = operationColumn;
    this.fileSplits = fileSplits;
    this.temporaryFolder = temporaryFolder;
    this.progress = progress;
    this.groupBy = groupBy;
  }

  SplitScan open(DeltaSourceSplit split) {
    if (split instanceof FileSplit file) {
      return groupBy == null
          ? new FileScan(file, files, columns)
          : new AggregatedFileScan(
              file,
              files,
              new BatchAggregation(groupBy, columns.read()),
              AggregatedFileScan.GROUPS_IN_MEMORY);
    }
    RowShape shape = new RowShape(columns);
    VersionChanges changes =
        operationColumn == null
            ? new VersionRows(
                files, shape, changelog, fileSplits, VersionRows.BYTES_IN_MEMORY, temporaryFolder)
            : new OperationRows(files, shape, operationColumn);
    return new ChangelogScan((ChangelogSplit) split, log, changes, progress, BATCH_SIZE);
  }

  ReadProgress progress() {
    return progress;
  }
}
