package io.alluvium.connectors.redis;

import java.time.Duration;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The options of a table whose {@code 'connector'} is {@code 'redis'}. */
@PublicEvolving
public final class RedisConnectorOptions {
  /** The value of {@code 'connector'}. */
  public static final String IDENTIFIER = "redis";

  public static final ConfigOption<String> URI =
      ConfigOptions.key("uri")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The server: redis://[[user]:password@]host:port[/database], or rediss:// for TLS."
                  + " The password is never logged.");

  public static final ConfigOption<String> KEY_PREFIX =
      ConfigOptions.key("key.prefix")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "What the keys begin with. A row lies under <prefix>:<primary key>, the columns of the"
                  + " key in their order and with ':' between them.");

  public static final ConfigOption<String> FRESHNESS_KEY =
      ConfigOptions.key("freshness.key")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The hash that every flush updates: 'written_at' (the time of the write, UTC) and"
                  + " 'rows' (of that write). By default there is none.");

  public static final ConfigOption<Integer> FLUSH_MAX_ROWS =
      ConfigOptions.key("sink.buffer-flush.max-rows")
          .intType()
          .defaultValue(1_000)
          .withDescription("Rows that are sent as one batch.");

  public static final ConfigOption<Duration> FLUSH_INTERVAL =
      ConfigOptions.key("sink.buffer-flush.interval")
          .durationType()
          .defaultValue(Duration.ofMillis(200))
          .withDescription("How long a row waits for others. Checkpoints flush as well.");

  public static final ConfigOption<Integer> MAX_RETRIES =
      ConfigOptions.key("sink.max-retries")
          .intType()
          .defaultValue(5)
          .withDescription("How often a batch is sent again before the job fails.");

  public static final ConfigOption<Duration> RETRY_INTERVAL =
      ConfigOptions.key("sink.retry-interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription("The wait before a batch is sent again.");

  public static final ConfigOption<Duration> TIMEOUT =
      ConfigOptions.key("timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(5))
          .withDescription("How long to wait for a connection, and for an answer.");

  private RedisConnectorOptions() {}
}
