package io.alluvium.connectors.redis;

import java.io.Serializable;
import java.time.Duration;
import javax.annotation.Nullable;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;

/**
 * The settings of a sink, checked.
 *
 * @param table what its epoch is counted under: the prefix or template of its keys
 * @param replicas that must have what was written before a checkpoint is complete
 */
record RedisSinkConfig(
    RedisAddress address,
    String table,
    Contents contents,
    WriteGuard guard,
    @Nullable String freshnessKey,
    @Nullable String deadLetterKey,
    int replicas,
    Flush flush,
    Link link)
    implements Serializable {
  /** What Redis takes as one value. */
  private static final MemorySize LARGEST = MemorySize.ofMebiBytes(512);

  /**
   * What is written of rows.
   *
   * @param streamMaxLength entries that a stream keeps; 0 for all
   */
  record Contents(
      Layout layout, Duration timeToLive, Duration tombstoneTimeToLive, long streamMaxLength)
      implements Serializable {}

  /**
   * When changes are sent.
   *
   * @param maxRowBytes of a row; larger ones are not written
   */
  record Flush(int maxRows, int maxBytes, int maxRowBytes, Duration interval)
      implements Serializable {}

  /**
   * How patient a connection is.
   *
   * @param timeout for a connection, and for an answer
   * @param trustedCertificates a file; null for those that Java trusts
   */
  record Link(
      Duration timeout,
      int maxRetries,
      Duration retryInterval,
      @Nullable String trustedCertificates)
      implements Serializable {}

  static RedisSinkConfig of(ReadableConfig options, String table) {
    RedisAddress address = address(options.get(RedisConnectorOptions.URI));
    requireOneSlot(address, options.get(RedisConnectorOptions.KEY_PREFIX));
    return new RedisSinkConfig(
        address,
        table,
        new Contents(
            options.get(RedisConnectorOptions.LAYOUT),
            options.get(RedisConnectorOptions.TIME_TO_LIVE),
            atLeastOneMilli(options, RedisConnectorOptions.TOMBSTONE_TIME_TO_LIVE),
            atLeast(options, RedisConnectorOptions.STREAM_MAX_LENGTH, 0)),
        options.get(RedisConnectorOptions.GUARD),
        options.get(RedisConnectorOptions.FRESHNESS_KEY),
        options.get(RedisConnectorOptions.DEAD_LETTER_KEY),
        atLeast(options, RedisConnectorOptions.REPLICAS, 0),
        new Flush(
            atLeast(options, RedisConnectorOptions.FLUSH_MAX_ROWS, 1),
            bytes(options, RedisConnectorOptions.FLUSH_MAX_SIZE),
            bytes(options, RedisConnectorOptions.MAX_ROW_SIZE),
            atLeastOneMilli(options, RedisConnectorOptions.FLUSH_INTERVAL)),
        new Link(
            atLeastOneMilli(options, RedisConnectorOptions.TIMEOUT),
            atLeast(options, RedisConnectorOptions.MAX_RETRIES, 0),
            options.get(RedisConnectorOptions.RETRY_INTERVAL),
            options.get(RedisConnectorOptions.TRUSTED_CERTIFICATES)));
  }

  private static RedisAddress address(String uri) {
    try {
      return RedisAddress.parse(uri);
    } catch (IllegalArgumentException e) {
      throw new ValidationException(e.getMessage());
    }
  }

  /** The keys beside a key are in its slot by the braces around it, which others would end. */
  private static void requireOneSlot(RedisAddress address, @Nullable String prefix) {
    if (address.topology() == RedisAddress.Topology.CLUSTER
        && prefix != null
        && (prefix.contains("{") || prefix.contains("}"))) {
      throw new ValidationException(
          "Option 'key.prefix' is '"
              + prefix
              + "': in a cluster it cannot have braces, as the sink's own keys beside a row's could"
              + " not be on the server of the row. Write it without.");
    }
  }

  private static int bytes(ReadableConfig options, ConfigOption<MemorySize> option) {
    MemorySize size = options.get(option);
    if (size.getBytes() < 1 || size.compareTo(LARGEST) > 0) {
      throw new ValidationException(
          "Option '"
              + option.key()
              + "' must be from 1 byte to "
              + LARGEST.getMebiBytes()
              + " mb, not "
              + size.toHumanReadableString()
              + ".");
    }
    return (int) size.getBytes();
  }

  private static int atLeast(ReadableConfig options, ConfigOption<Integer> option, int least) {
    int value = options.get(option);
    if (value < least) {
      throw new ValidationException(
          "Option '" + option.key() + "' must be at least " + least + ", not " + value + ".");
    }
    return value;
  }

  private static Duration atLeastOneMilli(ReadableConfig options, ConfigOption<Duration> option) {
    Duration value = options.get(option);
    if (value.toMillis() < 1) {
      throw new ValidationException("Option '" + option.key() + "' must be at least 1 ms.");
    }
    return value;
  }
}
