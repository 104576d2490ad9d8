package io.alluvium.connectors.snowflake;

import java.time.Duration;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The options of a table whose {@code 'connector'} is {@code 'snowflake'}. */
@PublicEvolving
public final class SnowflakeConnectorOptions {
  /** The value of {@code 'connector'}. */
  public static final String IDENTIFIER = "snowflake";

  public static final ConfigOption<String> URL =
      ConfigOptions.key("url")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The account: https://<account>.snowflakecomputing.com. http:// is for a double on"
                  + " this machine.");

  public static final ConfigOption<String> DATABASE =
      ConfigOptions.key("database")
          .stringType()
          .noDefaultValue()
          .withDescription("The database of all that the sink uses.");

  public static final ConfigOption<String> SCHEMA =
      ConfigOptions.key("schema")
          .stringType()
          .noDefaultValue()
          .withDescription("The schema of all that the sink uses.");

  public static final ConfigOption<String> TABLE =
      ConfigOptions.key("table")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "What readers read: a view of this name over the table <name>__ROWS, without the"
                  + " deleted rows and the sink's own columns. Letters become capitals.");

  public static final ConfigOption<String> WAREHOUSE =
      ConfigOptions.key("warehouse")
          .stringType()
          .noDefaultValue()
          .withDescription("The warehouse that loads and merges.");

  public static final ConfigOption<String> ROLE =
      ConfigOptions.key("role")
          .stringType()
          .noDefaultValue()
          .withDescription("The role; by default the user's.");

  public static final ConfigOption<Authentication> AUTHENTICATION =
      ConfigOptions.key("authentication")
          .enumType(Authentication.class)
          .defaultValue(Authentication.KEY_PAIR)
          .withDescription(
              "How the sink logs in. Secrets come from files or the environment only.");

  public static final ConfigOption<String> USER =
      ConfigOptions.key("user")
          .stringType()
          .noDefaultValue()
          .withDescription("The user; with OAuth it may be left out.");

  public static final ConfigOption<String> PRIVATE_KEY_FILE =
      ConfigOptions.key("private-key.file")
          .stringType()
          .noDefaultValue()
          .withDescription("A file with the private key (PKCS#8, PEM), on every TaskManager.");

  public static final ConfigOption<String> PRIVATE_KEY_ENVIRONMENT =
      ConfigOptions.key("private-key.environment")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "In its place: the environment variable of the TaskManagers that holds the key.");

  public static final ConfigOption<String> PASSPHRASE_ENVIRONMENT =
      ConfigOptions.key("private-key.passphrase.environment")
          .stringType()
          .noDefaultValue()
          .withDescription("The environment variable with the passphrase of an encrypted key.");

  public static final ConfigOption<String> OAUTH_TOKEN_FILE =
      ConfigOptions.key("oauth.token.file")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "A file with the access token, read for each login, so that it can be renewed.");

  public static final ConfigOption<String> OAUTH_TOKEN_ENVIRONMENT =
      ConfigOptions.key("oauth.token.environment")
          .stringType()
          .noDefaultValue()
          .withDescription("In its place: the environment variable that holds the token.");

  public static final ConfigOption<String> VERSION_COLUMN =
      ConfigOptions.key("version.column")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The column that tells which of two changes of a row is newer, such as the event time:"
                  + " a whole number, a DATE or a timestamp. A change whose value is null counts by"
                  + " its epoch alone: the order of the batches.");

  public static final ConfigOption<Duration> TOMBSTONE_TIME_TO_LIVE =
      ConfigOptions.key("tombstone.time-to-live")
          .durationType()
          .defaultValue(Duration.ofDays(7))
          .withDescription(
              "How long the key and version of a deleted row are kept, so that an older change that"
                  + " comes again does not bring it back. Longer than the oldest savepoint that a job"
                  + " may be restored from.");

  public static final ConfigOption<Duration> STALENESS =
      ConfigOptions.key("sink.staleness")
          .durationType()
          .defaultValue(Duration.ofMinutes(5))
          .withDescription(
              "How old a change may become before its flush begins, at the last checkpoint that keeps"
                  + " to it; 0: at each checkpoint.");

  public static final ConfigOption<Long> MAX_ROWS =
      ConfigOptions.key("sink.max-rows")
          .longType()
          .defaultValue(1_000_000L)
          .withDescription(
              "As soon as so many keys have changed, the next checkpoint begins a flush, also before"
                  + " its time.");

  public static final ConfigOption<Duration> WAREHOUSE_TIME_PER_HOUR =
      ConfigOptions.key("sink.warehouse-time-per-hour")
          .durationType()
          .defaultValue(Duration.ZERO)
          .withDescription(
              "The bound on cost: how long flushes may keep the warehouse running in an hour. A flush"
                  + " beyond it waits, whatever the staleness. It is an estimate: each flush counts as"
                  + " 5 s, whatever it takes, and those before the job's last start do not count. 0: no"
                  + " bound.");

  public static final ConfigOption<Duration> WAREHOUSE_AUTO_SUSPEND =
      ConfigOptions.key("warehouse.auto-suspend")
          .durationType()
          .defaultValue(Duration.ofSeconds(60))
          .withDescription(
              "AUTO_SUSPEND of the warehouse, which runs on for so long behind a flush: for the bound"
                  + " on cost.");

  public static final ConfigOption<SchemaChanges> SCHEMA_CHANGES =
      ConfigOptions.key("schema.changes")
          .enumType(SchemaChanges.class)
          .defaultValue(SchemaChanges.NONE)
          .withDescription("What the sink may create and alter.");

  public static final ConfigOption<Map<String, String>> COLUMN_TYPES =
      ConfigOptions.key("column.types")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "Snowflake's types for columns that shall have another than by default, such as"
                  + " 'column.types.payload' = 'VARIANT'.");

  public static final ConfigOption<String> LEDGER_TABLE =
      ConfigOptions.key("ledger.table")
          .stringType()
          .defaultValue("ALLUVIUM_LEDGER")
          .withDescription(
              "The table of the batches that were applied, of all sinks of the schema.");

  public static final ConfigOption<String> STAGE =
      ConfigOptions.key("stage")
          .stringType()
          .defaultValue("ALLUVIUM_STAGE")
          .withDescription("The internal stage that files are put on, of all sinks of the schema.");

  public static final ConfigOption<BadValues> BAD_VALUES =
      ConfigOptions.key("bad-values")
          .enumType(BadValues.class)
          .defaultValue(BadValues.FAIL)
          .withDescription(
              "What becomes of a row with a value that does not fit its column: a text that is too"
                  + " long or no JSON, a number with too many digits.");

  public static final ConfigOption<String> DEAD_LETTER_TABLE =
      ConfigOptions.key("dead-letter.table")
          .stringType()
          .defaultValue("ALLUVIUM_DEAD_LETTERS")
          .withDescription("The table of the rows that were left out.");

  public static final ConfigOption<Integer> MAX_RETRIES =
      ConfigOptions.key("sink.max-retries")
          .intType()
          .defaultValue(5)
          .withDescription(
              "How often a flush is tried again that failed for a reason that may pass.");

  public static final ConfigOption<Duration> RETRY_INTERVAL =
      ConfigOptions.key("sink.retry-interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription("The wait before a flush is tried again.");

  public static final ConfigOption<Duration> TIMEOUT =
      ConfigOptions.key("timeout")
          .durationType()
          .defaultValue(Duration.ofMinutes(1))
          .withDescription("How long to wait for a login, and for an answer to be sent again.");

  public static final ConfigOption<Duration> STATEMENT_TIMEOUT =
      ConfigOptions.key("statement.timeout")
          .durationType()
          .defaultValue(Duration.ofHours(1))
          .withDescription("After how long Snowflake cancels a statement of the sink.");

  private SnowflakeConnectorOptions() {}
}
