package io.alluvium.connectors.redis;

import java.time.Duration;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

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
              "The server: redis://[[user]:password@]host:port[/database], or rediss:// for TLS;"
                  + " redis-sentinel://[[user]:password@]host:port,host:port/master[/database] and"
                  + " redis-cluster://[[user]:password@]host:port,host:port, also with rediss."
                  + " The password is never logged.");

  public static final ConfigOption<String> KEY_PREFIX =
      ConfigOptions.key("key.prefix")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "What the keys begin with. A row lies under <prefix>:<primary key>, the columns of the"
                  + " key in their order and with ':' between them; sorted sets and streams are the one"
                  + " key <prefix>, with such members. Within a value '%', ':', braces"
                  + " and control characters are written as '%' and two hexadecimal digits.");

  public static final ConfigOption<String> KEY_TEMPLATE =
      ConfigOptions.key("key.template")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "In place of 'key.prefix': the key itself, with {column} where a value goes. It names"
                  + " every column of the primary key, and no other; for sorted sets and streams some"
                  + " of them, and the others name the member. Between two columns there must be a text;"
                  + " the character that it begins with is encoded in the value before it, unless ':' is"
                  + " in that text.");

  public static final ConfigOption<Layout> LAYOUT =
      ConfigOptions.key("layout")
          .enumType(Layout.class)
          .defaultValue(Layout.HASH)
          .withDescription("What a row is in Redis.");

  public static final ConfigOption<String> SCORE_COLUMN =
      ConfigOptions.key("score.column")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "With the layout 'sorted-set' the column that rows are sorted by: a number, or a DATE or"
                  + " timestamp, which counts in milliseconds since 1970. Redis keeps it as a double.");

  public static final ConfigOption<Integer> STREAM_MAX_LENGTH =
      ConfigOptions.key("stream.max-length")
          .intType()
          .defaultValue(0)
          .withDescription(
              "With the layout 'stream' how many entries are kept, at least. 0: all, for ever.");

  public static final ConfigOption<WriteGuard> GUARD =
      ConfigOptions.key("write.guard")
          .enumType(WriteGuard.class)
          .defaultValue(WriteGuard.NEWER)
          .withDescription("Which changes Redis takes.");

  public static final ConfigOption<String> VERSION_COLUMN =
      ConfigOptions.key("version.column")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The column that tells which of two changes of a row is newer, such as the event time:"
                  + " a whole number, a DATE or a timestamp. A time is also what 'as_of' of the"
                  + " freshness says. A change whose value is null counts by its epoch alone.");

  public static final ConfigOption<Duration> TIME_TO_LIVE =
      ConfigOptions.key("time-to-live")
          .durationType()
          .defaultValue(Duration.ZERO)
          .withDescription(
              "How long a row stays that no change touches. 0: for ever. Longer than the longest"
                  + " time between two changes, or rows vanish that gold still has.");

  public static final ConfigOption<Duration> TOMBSTONE_TIME_TO_LIVE =
      ConfigOptions.key("tombstone.time-to-live")
          .durationType()
          .defaultValue(Duration.ofDays(7))
          .withDescription(
              "How long the version of a deleted row is kept, under {<key>}:version, so that an older"
                  + " change that comes again does not bring it back. Longer than the oldest"
                  + " savepoint that a job may be restored from.");

  public static final ConfigOption<String> FRESHNESS_KEY =
      ConfigOptions.key("freshness.key")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The hash that tells how fresh the table is, written behind its rows: 'written_at' and"
                  + " 'rows' of the last write, 'checked_at' (the begin of the last checkpoint, of the"
                  + " task that is behind, also where nothing had changed) and 'as_of' (the newest time of 'version.column'). Times are UTC."
                  + " By default there is none.");

  public static final ConfigOption<String> DEAD_LETTER_KEY =
      ConfigOptions.key("dead-letter.key")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The stream in Redis for rows that cannot be written: a column of the key is NULL, a row"
                  + " is too large, something else is under its key. Its entries say key, reason, row,"
                  + " table and time; after a failure a row may be there twice. By default such a row"
                  + " fails the job.");

  public static final ConfigOption<MemorySize> MAX_ROW_SIZE =
      ConfigOptions.key("max-row-size")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(16))
          .withDescription("A larger row is not written. At most 512 mb, which Redis takes.");

  public static final ConfigOption<Integer> REPLICAS =
      ConfigOptions.key("sink.replicas")
          .intType()
          .defaultValue(0)
          .withDescription(
              "How many replicas must have what was written before a checkpoint completes, so that"
                  + " one that takes over has it. By default none is waited for.");

  public static final ConfigOption<String> TRUSTED_CERTIFICATES =
      ConfigOptions.key("tls.trusted-certificates")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "A file of certificates in PEM, on the machine of each task: those that sign the"
                  + " servers'. By default what Java trusts.");

  public static final ConfigOption<MemorySize> FLUSH_MAX_SIZE =
      ConfigOptions.key("sink.buffer-flush.max-size")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(2))
          .withDescription(
              "Size of rows that are sent as one batch, be they fewer than allowed. At most 512 mb.");

  public static final ConfigOption<Integer> FLUSH_MAX_ROWS =
      ConfigOptions.key("sink.buffer-flush.max-rows")
          .intType()
          .defaultValue(1_000)
          .withDescription("Rows that are sent as one batch.");

  public static final ConfigOption<Duration> FLUSH_INTERVAL =
      ConfigOptions.key("sink.buffer-flush.interval")
          .durationType()
          .defaultValue(Duration.ofMillis(5))
          .withDescription(
              "How long a row waits for others. A longer time makes one write of more changes of a"
                  + " row. Checkpoints flush as well.");

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
          .withDescription(
              "How long to wait for a connection, for a server to take what is sent, and for an answer.");

  private RedisConnectorOptions() {}
}
