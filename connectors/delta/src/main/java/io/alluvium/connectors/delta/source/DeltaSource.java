package io.alluvium.connectors.delta.source;

import io.alluvium.connectors.delta.ScanChangelog;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.lineage.ReadTable;
import io.alluvium.connectors.delta.source.aggregate.GroupBy;
import io.alluvium.connectors.delta.source.enumerator.DeltaEnumeratorState;
import io.alluvium.connectors.delta.source.enumerator.DeltaEnumeratorStateSerializer;
import io.alluvium.connectors.delta.source.enumerator.DeltaSplitEnumerator;
import io.alluvium.connectors.delta.source.enumerator.FileSplits;
import io.alluvium.connectors.delta.source.reader.DeltaSourceReader;
import io.alluvium.connectors.delta.source.reader.ReadProgress;
import io.alluvium.connectors.delta.source.reader.SplitScans;
import io.alluvium.connectors.delta.source.reader.TableFiles;
import io.alluvium.connectors.delta.source.scan.ScanColumns;
import io.alluvium.connectors.delta.source.scan.TableLog;
import io.alluvium.connectors.delta.source.split.DeltaSourceSplit;
import io.alluvium.connectors.delta.source.split.DeltaSourceSplitSerializer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;

/**
 * Reads a Delta table, exactly once: a version of it, or for ever the rows that are appended or
 * changed.
 *
 * <p>Rows of a version, and appended rows, are read in parallel, file by file, in no order. Row
 * changes ({@link ScanChangelog#ALL}, {@link ScanChangelog#UPSERT}) are read by one reader in the
 * order of the commits, since changes of a key that go through two would have no order: give the
 * operator parallelism 1, and partition the stream by the primary key after it. What a commit
 * replaced is compared in memory, or on the task manager's disk where it is much.
 *
 * <p>The job fails with a {@link io.alluvium.connectors.delta.DeltaException} where the table does
 * not exist, where a needed version or file was cleaned up, and, while only appended rows are read,
 * at a commit that removes rows. The state holds positions, not rows; the columns that are read may
 * change across a restart, the kind of read may not.
 */
@PublicEvolving
public final class DeltaSource
    implements Source<RowData, DeltaSourceSplit, DeltaEnumeratorState>,
        ResultTypeQueryable<RowData>,
        LineageVertexProvider {
  private static final long serialVersionUID = 1L;

  private final String tablePath;
  private final ScanColumns columns;
  private final ScanKind kind;
  private final FileSplits fileSplits;
  private final Duration pollInterval;
  private final long limit;
  @Nullable private final GroupBy groupBy;

  DeltaSource(
      String tablePath,
      ScanColumns columns,
      ScanKind kind,
      FileSplits fileSplits,
      Duration pollInterval,
      long limit,
      @Nullable GroupBy groupBy) {
    this.tablePath = tablePath;
    this.columns = columns;
    this.kind = kind;
    this.fileSplits = fileSplits;
    this.pollInterval = pollInterval;
    this.limit = limit;
    this.groupBy = groupBy;
  }

  /** {@code tablePath} is a URI or a local path of the table's folder. */
  public static DeltaSourceBuilder builder(String tablePath) {
    return new DeltaSourceBuilder(tablePath);
  }

  /** The folder of the table that is read. */
  public String tablePath() {
    return tablePath;
  }

  @Override
  public Boundedness getBoundedness() {
    return kind.boundedness();
  }

  @Override
  public TypeInformation<RowData> getProducedType() {
    return InternalTypeInfo.of(groupBy == null ? columns.produced() : groupBy.produced());
  }

  @Override
  public SplitEnumerator<DeltaSourceSplit, DeltaEnumeratorState> createEnumerator(
      SplitEnumeratorContext<DeltaSourceSplit> context) {
    return restoreEnumerator(context, DeltaEnumeratorState.notStarted());
  }

  @Override
  public SplitEnumerator<DeltaSourceSplit, DeltaEnumeratorState> restoreEnumerator(
      SplitEnumeratorContext<DeltaSourceSplit> context, DeltaEnumeratorState state) {
    return DeltaSplitEnumerator.of(context, kind.discovery(log(), fileSplits), pollInterval, state);
  }

  @Override
  public SourceReader<RowData, DeltaSourceSplit> createReader(SourceReaderContext context) {
    SplitScans scans =
        new SplitScans(
            log(),
            new TableFiles(tablePath, columns),
            columns,
            kind.changelog(),
            kind.operationColumn(),
            fileSplits,
            temporaryFolder(context),
            new ReadProgress(Clock.systemUTC()),
            groupBy);
    return DeltaSourceReader.of(context, scans, pollInterval, limit);
  }

  private static Path temporaryFolder(SourceReaderContext context) {
    return Path.of(ConfigurationUtils.parseTempDirectories(context.getConfiguration())[0]);
  }

  private TableLog log() {
    return TableLog.of(DeltaTable.at(tablePath));
  }

  @Override
  public SimpleVersionedSerializer<DeltaSourceSplit> getSplitSerializer() {
    return new DeltaSourceSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<DeltaEnumeratorState> getEnumeratorCheckpointSerializer() {
    return new DeltaEnumeratorStateSerializer();
  }

  @Override
  public LineageVertex getLineageVertex() {
    return new ReadTable(tablePath, kind.boundedness());
  }
}
