package io.alluvium.connectors.snowflake;

import java.util.List;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.logical.RowType;

/** Makes sinks of tables with {@code 'connector' = 'snowflake'}. */
@Internal
public final class SnowflakeDynamicTableFactory implements DynamicTableSinkFactory {

  @Override
  public String factoryIdentifier() {
    return SnowflakeConnectorOptions.IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(
        SnowflakeConnectorOptions.URL,
        SnowflakeConnectorOptions.DATABASE,
        SnowflakeConnectorOptions.SCHEMA,
        SnowflakeConnectorOptions.TABLE,
        SnowflakeConnectorOptions.WAREHOUSE);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(
        SnowflakeConnectorOptions.ROLE,
        SnowflakeConnectorOptions.AUTHENTICATION,
        SnowflakeConnectorOptions.USER,
        SnowflakeConnectorOptions.PRIVATE_KEY_FILE,
        SnowflakeConnectorOptions.PRIVATE_KEY_ENVIRONMENT,
        SnowflakeConnectorOptions.PASSPHRASE_ENVIRONMENT,
        SnowflakeConnectorOptions.OAUTH_TOKEN_FILE,
        SnowflakeConnectorOptions.OAUTH_TOKEN_ENVIRONMENT,
        SnowflakeConnectorOptions.VERSION_COLUMN,
        SnowflakeConnectorOptions.TOMBSTONE_TIME_TO_LIVE,
        SnowflakeConnectorOptions.STALENESS,
        SnowflakeConnectorOptions.MAX_ROWS,
        SnowflakeConnectorOptions.WAREHOUSE_TIME_PER_HOUR,
        SnowflakeConnectorOptions.WAREHOUSE_AUTO_SUSPEND,
        SnowflakeConnectorOptions.SCHEMA_CHANGES,
        SnowflakeConnectorOptions.COLUMN_TYPES,
        SnowflakeConnectorOptions.LEDGER_TABLE,
        SnowflakeConnectorOptions.STAGE,
        SnowflakeConnectorOptions.BAD_VALUES,
        SnowflakeConnectorOptions.DEAD_LETTER_TABLE,
        SnowflakeConnectorOptions.MAX_RETRIES,
        SnowflakeConnectorOptions.RETRY_INTERVAL,
        SnowflakeConnectorOptions.TIMEOUT,
        SnowflakeConnectorOptions.STATEMENT_TIMEOUT,
        FactoryUtil.SINK_PARALLELISM);
  }

  @Override
  public DynamicTableSink createDynamicTableSink(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.validate();
    List<String> primaryKey =
        context
            .getCatalogTable()
            .getResolvedSchema()
            .getPrimaryKey()
            .map(UniqueConstraint::getColumns)
            .orElse(List.of());
    return new SnowflakeDynamicTableSink(
        SnowflakeTargets.of(
            helper.getOptions(),
            (RowType) context.getPhysicalRowDataType().getLogicalType(),
            primaryKey,
            context.getObjectIdentifier().asSummaryString()));
  }
}
