package io.alluvium.connectors.redis;

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

/** Makes sinks of tables with {@code 'connector' = 'redis'}. */
@Internal
public final class RedisDynamicTableFactory implements DynamicTableSinkFactory {

  @Override
  public String factoryIdentifier() {
    return RedisConnectorOptions.IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(RedisConnectorOptions.URI);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(
        RedisConnectorOptions.KEY_PREFIX,
        RedisConnectorOptions.KEY_TEMPLATE,
        RedisConnectorOptions.LAYOUT,
        RedisConnectorOptions.SCORE_COLUMN,
        RedisConnectorOptions.STREAM_MAX_LENGTH,
        RedisConnectorOptions.GUARD,
        RedisConnectorOptions.VERSION_COLUMN,
        RedisConnectorOptions.TIME_TO_LIVE,
        RedisConnectorOptions.TOMBSTONE_TIME_TO_LIVE,
        RedisConnectorOptions.FRESHNESS_KEY,
        RedisConnectorOptions.DEAD_LETTER_KEY,
        RedisConnectorOptions.MAX_ROW_SIZE,
        RedisConnectorOptions.FLUSH_MAX_ROWS,
        RedisConnectorOptions.FLUSH_MAX_SIZE,
        RedisConnectorOptions.FLUSH_INTERVAL,
        RedisConnectorOptions.MAX_RETRIES,
        RedisConnectorOptions.RETRY_INTERVAL,
        RedisConnectorOptions.TIMEOUT,
        RedisConnectorOptions.REPLICAS,
        RedisConnectorOptions.TRUSTED_CERTIFICATES,
        FactoryUtil.SINK_PARALLELISM);
  }

  /**
   * Leaves the checks to the sink: Flink puts every option, and with them the password, into the
   * message of what is thrown here.
   */
  @Override
  public DynamicTableSink createDynamicTableSink(Context context) {
    return new RedisDynamicTableSink(() -> target(context));
  }

  private RedisDynamicTableSink.Target target(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.validate();
    ReadableConfig options = helper.getOptions();
    RedisTables.Keys keys =
        RedisTables.keys(
            options,
            context
                .getCatalogTable()
                .getResolvedSchema()
                .getPrimaryKey()
                .map(UniqueConstraint::getColumns)
                .orElse(List.of()),
            context.getObjectIdentifier().asSummaryString());
    RowType rowType = (RowType) context.getPhysicalRowDataType().getLogicalType();
    return new RedisDynamicTableSink.Target(
        RedisSinkConfig.of(options, keys.key().toString()),
        RedisTables.of(options, rowType, keys),
        options.getOptional(FactoryUtil.SINK_PARALLELISM));
  }
}
