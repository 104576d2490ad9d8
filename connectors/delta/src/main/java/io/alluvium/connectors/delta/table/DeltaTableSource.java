package io.alluvium.connectors.delta.table;

import io.alluvium.connectors.delta.source.DeltaSource;
import io.alluvium.connectors.delta.source.DeltaSourceBuilder;
import io.alluvium.connectors.delta.source.scan.ReadableMetadata;
import io.alluvium.connectors.delta.source.scan.ScanColumns;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.connector.source.abilities.SupportsLimitPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.utils.TypeConversions;
import org.apache.flink.types.RowKind;

/** Scans a Delta table for a SQL query. */
final class DeltaTableSource
    implements ScanTableSource,
        SupportsProjectionPushDown,
        SupportsReadingMetadata,
        SupportsLimitPushDown {
  private final String tablePath;
  private final ScanMode mode;
  private final Duration pollInterval;
  @Nullable private final Integer parallelism;
  private ScanColumns columns;
  private long limit = Long.MAX_VALUE;

  DeltaTableSource(
      String tablePath,
      ScanColumns columns,
      ScanMode mode,
      Duration pollInterval,
      @Nullable Integer parallelism) {
    this.tablePath = tablePath;
    this.columns = columns;
    this.mode = mode;
    this.pollInterval = pollInterval;
    this.parallelism = parallelism;
  }

  @Override
  public ChangelogMode getChangelogMode() {
    return mode.changelogMode();
  }

  @Override
  public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
    DeltaSourceBuilder builder =
        DeltaSource.builder(tablePath).scanColumns(columns).pollInterval(pollInterval).limit(limit);
    mode.applyTo(builder);
    return SourceProvider.of(builder.build(), sourceParallelism());
  }

  /**
   * Changes come from one reader. With parallelism 1 the planner spreads them by primary key, so
   * that what follows runs in parallel; it can do so only where it sees the key.
   */
  @Nullable
  private Integer sourceParallelism() {
    boolean changes = !mode.changelogMode().containsOnly(RowKind.INSERT);
    boolean keyIsVisible =
        !columns.key().isEmpty()
            && columns.projected().containsAll(columns.key().stream().map(List::of).toList());
    return changes && keyIsVisible ? Integer.valueOf(1) : changes ? null : parallelism;
  }

  @Override
  public boolean supportsNestedProjection() {
    return false;
  }

  @Override
  public void applyProjection(int[][] projectedFields, DataType producedDataType) {
    List<String> names = columns.table().getFieldNames();
    columns =
        columns.withProjected(
            Arrays.stream(projectedFields).map(field -> List.of(names.get(field[0]))).toList());
  }

  @Override
  public Map<String, DataType> listReadableMetadata() {
    Map<String, DataType> metadata = new LinkedHashMap<>();
    for (ReadableMetadata column : ReadableMetadata.values()) {
      metadata.put(column.key(), TypeConversions.fromLogicalToDataType(column.type()));
    }
    return metadata;
  }

  @Override
  public void applyReadableMetadata(List<String> metadataKeys, DataType producedDataType) {
    columns = columns.withMetadata(metadataKeys.stream().map(ReadableMetadata::of).toList());
  }

  /** The planner keeps a limit of its own above the scan. */
  @Override
  public void applyLimit(long newLimit) {
    limit = newLimit;
  }

  @Override
  public DynamicTableSource copy() {
    DeltaTableSource copy =
        new DeltaTableSource(tablePath, columns, mode, pollInterval, parallelism);
    copy.limit = limit;
    return copy;
  }

  @Override
  public String asSummaryString() {
    return "Delta table " + tablePath;
  }
}
