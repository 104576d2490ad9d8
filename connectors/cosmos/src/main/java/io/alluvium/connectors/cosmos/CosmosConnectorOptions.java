package io.alluvium.connectors.cosmos;

import java.time.Duration;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** The options of a table whose {@code 'connector'} is {@code 'cosmos'}. */
@PublicEvolving
public final class CosmosConnectorOptions {
  /** The value of {@code 'connector'}. */
  public static final String IDENTIFIER = "cosmos";

  public static final ConfigOption<String> ENDPOINT =
      ConfigOptions.key("endpoint")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The account: https://<account>.documents.azure.com. Of an address of this machine,"
                  + " which is an emulator's, the certificate is not checked.");

  public static final ConfigOption<String> DATABASE =
      ConfigOptions.key("database")
          .stringType()
          .noDefaultValue()
          .withDescription("The database of the container.");

  public static final ConfigOption<String> CONTAINER =
      ConfigOptions.key("container")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The container, which has one item for each row. Its time to live must be on.");

  public static final ConfigOption<Boolean> CREATE =
      ConfigOptions.key("container.create")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether to make the container and its database where they are not there, with its"
                  + " partition key by 'partition-key.columns', else by /id. Needs the account's"
                  + " key.");

  public static final ConfigOption<AuthenticationKind> AUTHENTICATION =
      ConfigOptions.key("authentication")
          .enumType(AuthenticationKind.class)
          .defaultValue(AuthenticationKind.KEY)
          .withDescription(
              "How the sink shows who it is. Secrets come from files or the environment only.");

  public static final ConfigOption<String> KEY_FILE =
      ConfigOptions.key("key.file")
          .stringType()
          .noDefaultValue()
          .withDescription("A file with the account's key, on every TaskManager.");

  public static final ConfigOption<String> KEY_ENVIRONMENT =
      ConfigOptions.key("key.environment")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "In its place: the environment variable of the TaskManagers that holds the key.");

  public static final ConfigOption<String> ENTRA_TENANT =
      ConfigOptions.key("entra-id.tenant")
          .stringType()
          .noDefaultValue()
          .withDescription("The id of the directory; by default AZURE_TENANT_ID.");

  public static final ConfigOption<String> ENTRA_CLIENT =
      ConfigOptions.key("entra-id.client")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The id of the managed identity or the application; by default AZURE_CLIENT_ID.");

  public static final ConfigOption<String> ENTRA_AUTHORITY =
      ConfigOptions.key("entra-id.authority")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Who gives tokens; by default AZURE_AUTHORITY_HOST, or"
                  + " https://login.microsoftonline.com/.");

  public static final ConfigOption<String> ENTRA_TOKEN_FILE =
      ConfigOptions.key("entra-id.token.file")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The federated token of a workload identity, which is read for each new token; by"
                  + " default AZURE_FEDERATED_TOKEN_FILE.");

  public static final ConfigOption<String> ENTRA_SECRET_FILE =
      ConfigOptions.key("entra-id.client-secret.file")
          .stringType()
          .noDefaultValue()
          .withDescription("In its place: a file with the secret of an application.");

  public static final ConfigOption<String> ENTRA_SECRET_ENVIRONMENT =
      ConfigOptions.key("entra-id.client-secret.environment")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "In its place: the environment variable that holds the secret of an application.");

  public static final ConfigOption<ConnectionMode> CONNECTION_MODE =
      ConfigOptions.key("connection.mode")
          .enumType(ConnectionMode.class)
          .defaultValue(ConnectionMode.GATEWAY)
          .withDescription("How the client reaches the container.");

  public static final ConfigOption<String> ID_PREFIX =
      ConfigOptions.key("id.prefix")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "What the ids of rows begin with, for containers of several tables: <prefix>:<primary"
                  + " key>. By default the id is the primary key, its columns with ':' between them;"
                  + " '/', '\\', '?', '#', '%', '+', ':', '~' and control characters of a value are"
                  + " written as '~' and two hexadecimal digits. A column 'id' of the primary key is"
                  + " the id as it is.");

  public static final ConfigOption<List<String>> PARTITION_KEY_COLUMNS =
      ConfigOptions.key("partition-key.columns")
          .stringType()
          .asList()
          .noDefaultValue()
          .withDescription(
              "The columns of the primary key that are the partition key: as many as the container"
                  + " has paths, or several for its one path, as a text with ':' between them. By"
                  + " default those that the paths name.");

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
                  + " time between two changes, or rows vanish that gold still has. A row keeps the"
                  + " time that it was written with until its next change.");

  public static final ConfigOption<Duration> TOMBSTONE_TIME_TO_LIVE =
      ConfigOptions.key("tombstone.time-to-live")
          .durationType()
          .defaultValue(Duration.ofDays(7))
          .withDescription(
              "How long the version of a deleted row is kept, so that an older change that comes"
                  + " again does not bring it back. Longer than the oldest savepoint that a job may"
                  + " be restored from. 0: for ever.");

  public static final ConfigOption<String> FRESHNESS_ID =
      ConfigOptions.key("freshness.id")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The id of the item that tells how fresh the table is, written behind its rows; also"
                  + " its partition key. By default there is none.");

  public static final ConfigOption<String> DEAD_LETTER_CONTAINER =
      ConfigOptions.key("dead-letter.container")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "A container of the same database for rows that cannot be written. Its items say"
                  + " table, row_id, reason, row and time. By default such a row fails the job.");

  public static final ConfigOption<MemorySize> MAX_ITEM_SIZE =
      ConfigOptions.key("max-item-size")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(2))
          .withDescription("A larger row is not written. At most 2 mb, which Cosmos DB takes.");

  public static final ConfigOption<Integer> REQUEST_UNITS =
      ConfigOptions.key("request-units-per-second")
          .intType()
          .defaultValue(0)
          .withDescription(
              "How many request units all tasks of the sink together use in a second, on average; its"
                  + " input is held back so far. 0: as many as the container gives.");

  public static final ConfigOption<MemorySize> FLUSH_MAX_SIZE =
      ConfigOptions.key("sink.buffer-flush.max-size")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(4))
          .withDescription("Size of rows that are sent as one batch, be they fewer than allowed.");

  public static final ConfigOption<Integer> FLUSH_MAX_ROWS =
      ConfigOptions.key("sink.buffer-flush.max-rows")
          .intType()
          .defaultValue(1_000)
          .withDescription("Rows that are sent as one batch.");

  public static final ConfigOption<Duration> FLUSH_INTERVAL =
      ConfigOptions.key("sink.buffer-flush.interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription(
              "How long a row waits for others. A longer time makes one write of more changes of a"
                  + " row, and so costs fewer request units. Checkpoints flush as well.");

  public static final ConfigOption<Integer> MAX_RETRIES =
      ConfigOptions.key("sink.max-retries")
          .intType()
          .defaultValue(10)
          .withDescription(
              "How often in a row something is asked again that was not answered, before the job"
                  + " fails. To be throttled does not count.");

  public static final ConfigOption<Duration> RETRY_INTERVAL =
      ConfigOptions.key("sink.retry-interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription("The wait before it is asked again.");

  public static final ConfigOption<Duration> TIMEOUT =
      ConfigOptions.key("timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(60))
          .withDescription("How long to wait for the answers to a batch.");

  private CosmosConnectorOptions() {}
}
