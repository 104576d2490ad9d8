package io.alluvium.connectors.redis;

import java.io.Serializable;
import java.time.Duration;
import javax.annotation.Nullable;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;

/** The settings of a sink, checked. */
record RedisSinkConfig(
    RedisAddress address,
    String keyPrefix,
    @Nullable String freshnessKey,
    int flushMaxRows,
    Duration flushInterval,
    int maxRetries,
    Duration retryInterval,
    Duration timeout)
    implements Serializable {

  static RedisSinkConfig of(ReadableConfig options) {
    int maxRows = options.get(RedisConnectorOptions.FLUSH_MAX_ROWS);
    if (maxRows < 1) {
      throw new ValidationException(
          "Option 'sink.buffer-flush.max-rows' must be at least 1, not " + maxRows + ".");
    }
    Duration interval = options.get(RedisConnectorOptions.FLUSH_INTERVAL);
    if (interval.toMillis() < 1) {
      throw new ValidationException("Option 'sink.buffer-flush.interval' must be at least 1 ms.");
    }
    return new RedisSinkConfig(
        RedisAddress.parse(options.get(RedisConnectorOptions.URI)),
        options.get(RedisConnectorOptions.KEY_PREFIX),
        options.get(RedisConnectorOptions.FRESHNESS_KEY),
        maxRows,
        interval,
        options.get(RedisConnectorOptions.MAX_RETRIES),
        options.get(RedisConnectorOptions.RETRY_INTERVAL),
        options.get(RedisConnectorOptions.TIMEOUT));
  }
}
