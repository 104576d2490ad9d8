package io.alluvium.connectors.redis;

import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
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
    return Set.of(RedisConnectorOptions.URI, RedisConnectorOptions.KEY_PREFIX);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(
        RedisConnectorOptions.FRESHNESS_KEY,
        RedisConnectorOptions.FLUSH_MAX_ROWS,
        RedisConnectorOptions.FLUSH_INTERVAL,
        RedisConnectorOptions.MAX_RETRIES,
        RedisConnectorOptions.RETRY_INTERVAL,
        RedisConnectorOptions.TIMEOUT,
        FactoryUtil.SINK_PARALLELISM);
  }

  /**
   * Leaves the checks to the sink: Flink puts every option, and with them the password, into the
   * message of what is thrown here.
   */
  @Override
  public DynamicTableSink createDynamicTableSink(Context context) {
    return new RedisDynamicTableSink(() -> table(context));
  }

  private RedisTable table(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.validate();
    RedisSinkConfig config = RedisSinkConfig.of(helper.getOptions());
    int[] key = context.getPrimaryKeyIndexes();
    if (key.length == 0) {
      throw new ValidationException(
          "Table "
              + context.getObjectIdentifier().asSummaryString()
              + " needs a primary key, which names its Redis keys: add PRIMARY KEY (…) NOT"
              + " ENFORCED.");
    }
    RowType rowType = (RowType) context.getPhysicalRowDataType().getLogicalType();
    return new RedisTable(
        config,
        new RowHash(config.keyPrefix(), rowType, key),
        helper.getOptions().getOptional(FactoryUtil.SINK_PARALLELISM));
  }
}
