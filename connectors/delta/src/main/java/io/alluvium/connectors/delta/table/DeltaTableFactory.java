package io.alluvium.connectors.delta.table;

import io.alluvium.connectors.delta.DeltaConnectorOptions;
import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.source.scan.ScanColumns;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.config.TableConfigOptions;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.logical.RowType;

/** Makes the sources and sinks of SQL tables with {@code 'connector' = 'delta'}. */
@Internal
public final class DeltaTableFactory implements DynamicTableSourceFactory, DynamicTableSinkFactory {

  @Override
  public String factoryIdentifier() {
    return DeltaConnectorOptions.IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return DeltaConnectorOptions.required();
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return DeltaConnectorOptions.optional();
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    ReadableConfig options = validated(context);
    ReadableConfig session = context.getConfiguration();
    ResolvedCatalogTable table = context.getCatalogTable();
    String name = context.getObjectIdentifier().asSummaryString();
    ScanMode mode =
        new ScanModeResolver(name, zone(session))
            .resolve(options, isStreaming(session), hasPrimaryKey(table.getResolvedSchema()));
    ScanColumns columns =
        ScanColumns.all(rowType(context)).withKey(primaryKey(table.getResolvedSchema()));
    String path = options.get(DeltaConnectorOptions.PATH);
    ScannedTable scanned =
        new ScannedTable(
            name,
            path,
            mode,
            zone(session),
            table.getPartitionKeys(),
            options.get(DeltaConnectorOptions.SCAN_POLL_INTERVAL),
            options.get(DeltaConnectorOptions.SCAN_SPLIT_SIZE).getBytes(),
            options.getOptional(DeltaConnectorOptions.SCAN_PARALLELISM).orElse(null),
            new LookupSettings(
                options.get(DeltaConnectorOptions.LOOKUP_REFRESH_INTERVAL),
                options.get(DeltaConnectorOptions.LOOKUP_MAX_ROWS)),
            new PlannedVersion(path, mode.plannedVersion()));
    ScanRequest request = ScanRequest.allOf(columns);
    if (!(mode instanceof ScanMode.Bounded)) {
      return new DeltaTableSource(scanned, request);
    }
    return PartitionedTableSource.supports(columns.table(), table.getPartitionKeys())
        ? new PartitionedTableSource(scanned, request)
        : new BoundedTableSource(scanned, request);
  }

  @Override
  public DynamicTableSink createDynamicTableSink(Context context) {
    ReadableConfig options = validated(context);
    List<String> primaryKey = primaryKey(context.getCatalogTable().getResolvedSchema());
    String name = context.getObjectIdentifier().asSummaryString();
    Map<String, String> properties = TableProperties.of(context.getCatalogTable().getOptions());
    if (options.getOptional(DeltaConnectorOptions.SCAN_VERSION).isPresent()) {
      throw new DeltaException(
          "Table " + name + " is one version, which stays as it is. Write to the table itself.");
    }
    boolean singleRun =
        !isStreaming(context.getConfiguration())
            && options.getOptional(DeltaConnectorOptions.SINK_ID).isEmpty();
    return new DeltaTableSink(
        new SinkSettings(
            name,
            options.get(DeltaConnectorOptions.PATH),
            rowType(context),
            SinkSettings.mode(name, options, properties, primaryKey),
            primaryKey,
            properties,
            options
                .getOptional(DeltaConnectorOptions.SINK_ID)
                .orElse(singleRun ? newSinkId() : null),
            singleRun,
            options.getOptional(DeltaConnectorOptions.SINK_PARALLELISM).orElse(0),
            options.getOptional(DeltaConnectorOptions.SINK_BUILT_IN).orElse(null),
            new AppendSettings(options, context.getCatalogTable().getPartitionKeys()),
            zone(context.getConfiguration())));
  }

  /** A batch job has no state to go on from: each run is a writer of its own. */
  private static String newSinkId() {
    return "batch-" + UUID.randomUUID();
  }

  private ReadableConfig validated(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.validateExcept(TableProperties.PREFIXES);
    return helper.getOptions();
  }

  private static RowType rowType(Context context) {
    return (RowType) context.getPhysicalRowDataType().getLogicalType().copy(false);
  }

  private static boolean hasPrimaryKey(ResolvedSchema schema) {
    return schema.getPrimaryKey().isPresent();
  }

  private static List<String> primaryKey(ResolvedSchema schema) {
    return schema.getPrimaryKey().map(UniqueConstraint::getColumns).orElse(List.of());
  }

  private static boolean isStreaming(ReadableConfig session) {
    return session.get(ExecutionOptions.RUNTIME_MODE) == RuntimeExecutionMode.STREAMING;
  }

  private static ZoneId zone(ReadableConfig session) {
    String zone = session.get(TableConfigOptions.LOCAL_TIME_ZONE);
    return TableConfigOptions.LOCAL_TIME_ZONE.defaultValue().equals(zone)
        ? ZoneId.systemDefault()
        : ZoneId.of(zone);
  }
}
