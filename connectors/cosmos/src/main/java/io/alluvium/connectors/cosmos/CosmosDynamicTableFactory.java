package io.alluvium.connectors.cosmos;

import java.util.List;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.logical.RowType;

/** Makes sinks of tables with {@code 'connector' = 'cosmos'}. */
@Internal
public final class CosmosDynamicTableFactory implements DynamicTableSinkFactory {

  @Override
  public String factoryIdentifier() {
    return CosmosConnectorOptions.IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(
        CosmosConnectorOptions.ENDPOINT,
        CosmosConnectorOptions.DATABASE,
        CosmosConnectorOptions.CONTAINER);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(
        CosmosConnectorOptions.CREATE,
        CosmosConnectorOptions.AUTHENTICATION,
        CosmosConnectorOptions.KEY_FILE,
        CosmosConnectorOptions.KEY_ENVIRONMENT,
        CosmosConnectorOptions.ENTRA_TENANT,
        CosmosConnectorOptions.ENTRA_CLIENT,
        CosmosConnectorOptions.ENTRA_AUTHORITY,
        CosmosConnectorOptions.ENTRA_TOKEN_FILE,
        CosmosConnectorOptions.ENTRA_SECRET_FILE,
        CosmosConnectorOptions.ENTRA_SECRET_ENVIRONMENT,
        CosmosConnectorOptions.CONNECTION_MODE,
        CosmosConnectorOptions.ID_PREFIX,
        CosmosConnectorOptions.PARTITION_KEY_COLUMNS,
        CosmosConnectorOptions.VERSION_COLUMN,
        CosmosConnectorOptions.TIME_TO_LIVE,
        CosmosConnectorOptions.TOMBSTONE_TIME_TO_LIVE,
        CosmosConnectorOptions.FRESHNESS_ID,
        CosmosConnectorOptions.DEAD_LETTER_CONTAINER,
        CosmosConnectorOptions.MAX_ITEM_SIZE,
        CosmosConnectorOptions.REQUEST_UNITS,
        CosmosConnectorOptions.FLUSH_MAX_ROWS,
        CosmosConnectorOptions.FLUSH_MAX_SIZE,
        CosmosConnectorOptions.FLUSH_INTERVAL,
        CosmosConnectorOptions.MAX_RETRIES,
        CosmosConnectorOptions.RETRY_INTERVAL,
        CosmosConnectorOptions.TIMEOUT,
        FactoryUtil.SINK_PARALLELISM);
  }

  @Override
  public DynamicTableSink createDynamicTableSink(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.validate();
    ReadableConfig options = helper.getOptions();
    List<String> primaryKey =
        context
            .getCatalogTable()
            .getResolvedSchema()
            .getPrimaryKey()
            .map(UniqueConstraint::getColumns)
            .orElse(List.of());
    return new CosmosDynamicTableSink(
        CosmosSinkConfig.of(options),
        CosmosTable.of(
            options,
            (RowType) context.getPhysicalRowDataType().getLogicalType(),
            primaryKey,
            context.getObjectIdentifier().asSummaryString()),
        options.getOptional(FactoryUtil.SINK_PARALLELISM));
  }
}
