package io.alluvium.connectors.delta.table;

import io.alluvium.connectors.delta.ScanChangelog;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.source.DeltaSource;
import io.alluvium.connectors.delta.source.DeltaSourceBuilder;
import io.alluvium.connectors.delta.source.filter.FileFilter;
import io.alluvium.connectors.delta.source.scan.ReadVersion;
import io.alluvium.connectors.delta.source.scan.ReadableMetadata;
import io.alluvium.connectors.delta.source.scan.SchemaCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.LookupTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.connector.source.abilities.SupportsFilterPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsLimitPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.connector.source.abilities.SupportsWatermarkPushDown;
import org.apache.flink.table.connector.source.lookup.LookupFunctionProvider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.utils.TypeConversions;
import org.apache.flink.types.RowKind;

/** Scans a Delta table for a SQL query, or looks its rows up. */
class DeltaTableSource
    implements ScanTableSource,
        LookupTableSource,
        SupportsProjectionPushDown,
        SupportsReadingMetadata,
        SupportsLimitPushDown,
        SupportsFilterPushDown,
        SupportsWatermarkPushDown {
  private final ScannedTable table;
  private ScanRequest request;

  DeltaTableSource(ScannedTable table, ScanRequest request) {
    this.table = table;
    this.request = request;
  }

  final ScannedTable table() {
    return table;
  }

  final ScanRequest request() {
    return request;
  }

  final void apply(ScanRequest newRequest) {
    request = newRequest;
  }

  private boolean isBounded() {
    return table.mode() instanceof ScanMode.Bounded;
  }

  @Override
  public ChangelogMode getChangelogMode() {
    return table.mode().changelogMode();
  }

  @Override
  public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
    DeltaSource source = source();
    WatermarkStrategy<RowData> watermarks = request.watermarks();
    if (watermarks == null) {
      return SourceProvider.of(source, sourceParallelism());
    }
    return new DataStreamScanProvider() {
      @Override
      public DataStream<RowData> produceDataStream(
          ProviderContext provider, StreamExecutionEnvironment environment) {
        DataStreamSource<RowData> rows =
            environment.fromSource(source, watermarks, "Delta table " + table.name());
        provider.generateUid("delta-source").ifPresent(rows::uid);
        return rows;
      }

      @Override
      public boolean isBounded() {
        return DeltaTableSource.this.isBounded();
      }

      @Override
      public Optional<Integer> getParallelism() {
        return Optional.ofNullable(sourceParallelism());
      }
    };
  }

  private DeltaSource source() {
    DeltaSourceBuilder builder =
        DeltaSource.builder(table.path())
            .scanColumns(request.columns())
            .filter(request.filter())
            .splitSize(table.splitSize())
            .pollInterval(table.pollInterval())
            .limit(request.limit())
            .groupBy(request.groupBy());
    table.mode().applyTo(builder);
    if (table.mode() instanceof ScanMode.Bounded bounded) {
      DeltaSnapshot snapshot = table.planned().snapshot();
      new SchemaCheck(table.path(), snapshot)
          .require(request.columns().read(), bounded.version() instanceof ReadVersion.Latest);
      // Filters and aggregates were pushed down for this version.
      builder.bounded(ReadVersion.version(snapshot.version()));
    }
    return builder.build();
  }

  /**
   * Changes come from one reader. With parallelism 1 the planner spreads them by primary key, so
   * that what follows runs in parallel; it can do so only where it sees the key, and at the
   * positions that it has in the table: it looks there, whatever is projected.
   */
  @Nullable
  private Integer sourceParallelism() {
    boolean changes = !getChangelogMode().containsOnly(RowKind.INSERT);
    List<String> key = request.columns().key();
    boolean keyIsVisible =
        !key.isEmpty()
            && key.stream()
                .allMatch(
                    column ->
                        request.columns().table().getFieldIndex(column)
                            == request.columns().projected().indexOf(List.of(column)));
    return changes && keyIsVisible ? Integer.valueOf(1) : changes ? null : table.parallelism();
  }

  @Override
  public LookupRuntimeProvider getLookupRuntimeProvider(LookupContext context) {
    int[] keys = Arrays.stream(context.getKeys()).mapToInt(path -> path[0]).toArray();
    return LookupFunctionProvider.of(
        new DeltaLookupFunction(
            table.path(),
            table.mode() instanceof ScanMode.Bounded bounded
                ? bounded.version()
                : ReadVersion.latest(),
            request.columns().withKey(List.of()),
            request.filter(),
            keys,
            table.lookup()));
  }

  @Override
  public boolean supportsNestedProjection() {
    return true;
  }

  @Override
  public void applyProjection(int[][] projectedFields, DataType producedDataType) {
    RowType type = request.columns().table();
    request =
        request.withColumns(
            request
                .columns()
                .withProjected(
                    Arrays.stream(projectedFields).map(field -> path(type, field)).toList()));
  }

  private static List<String> path(RowType type, int[] fields) {
    List<String> names = new ArrayList<>();
    LogicalType parent = type;
    for (int field : fields) {
      RowType row = (RowType) parent;
      names.add(row.getFieldNames().get(field));
      parent = row.getTypeAt(field);
    }
    return names;
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
    request =
        request.withColumns(
            request
                .columns()
                .withMetadata(metadataKeys.stream().map(ReadableMetadata::of).toList()));
  }

  /** The planner keeps a limit of its own above the scan. */
  @Override
  public void applyLimit(long limit) {
    if (isBounded()) {
      request = request.withLimit(limit);
    }
  }

  /**
   * Predicates on partition columns are evaluated in full, all others by leaving out files, so that
   * the planner evaluates them again.
   */
  @Override
  public Result applyFilters(List<ResolvedExpression> predicates) {
    FilterTranslation translation = new FilterTranslation(table.zone());
    List<FileFilter> filters = new ArrayList<>();
    List<ResolvedExpression> accepted = new ArrayList<>();
    List<ResolvedExpression> remaining = new ArrayList<>();
    for (ResolvedExpression predicate : predicates) {
      Optional<FilterTranslation.Translated> translated =
          translation.translate(predicate).filter(found -> mayLeaveOutFiles(found.filter()));
      translated.ifPresent(
          found -> {
            filters.add(found.filter());
            accepted.add(predicate);
          });
      if (!translated.map(this::isEvaluatedInFull).orElse(false)) {
        remaining.add(predicate);
      }
    }
    request = request.withFilters(filters);
    return Result.of(accepted, remaining);
  }

  private boolean isEvaluatedInFull(FilterTranslation.Translated translated) {
    List<String> declared = table.partitionColumns();
    return translated.exact()
        && !isUpsert()
        && !declared.isEmpty()
        && translated.filter().usesOnly(declared)
        && translated.filter().usesOnly(table.planned().snapshot().partitionColumns());
  }

  /** Without its old image, a row must come also where it no longer is what the query wants. */
  private boolean mayLeaveOutFiles(FileFilter filter) {
    return !isUpsert() || filter.usesOnly(request.columns().key());
  }

  private boolean isUpsert() {
    return table.mode() instanceof ScanMode.Continuous continuous
        && (continuous.changelog() == ScanChangelog.UPSERT
            || continuous.changelog() == ScanChangelog.OPERATIONS);
  }

  @Override
  public void applyWatermark(WatermarkStrategy<RowData> strategy) {
    request = request.withWatermarks(strategy);
  }

  @Override
  public DynamicTableSource copy() {
    return new DeltaTableSource(table, request);
  }

  @Override
  public String asSummaryString() {
    return "Delta table " + table.path();
  }
}
