package io.alluvium.cdc;

import java.time.Duration;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * The options of {@link CdcJob}, named as Flink CDC names them. Besides these, {@code debezium.*}
 * goes to Debezium as it is.
 */
@PublicEvolving
public final class CdcOptions {
  public static final ConfigOption<String> LAKE_PATH =
      ConfigOptions.key("lake.path")
          .stringType()
          .noDefaultValue()
          .withDescription("The lake's folder, as a Flink path such as file:///data/lake.");

  public static final ConfigOption<String> HOSTNAME =
      ConfigOptions.key("hostname")
          .stringType()
          .noDefaultValue()
          .withDescription("Host name or address of the PostgreSQL server.");

  public static final ConfigOption<Integer> PORT =
      ConfigOptions.key("port")
          .intType()
          .defaultValue(5432)
          .withDescription("Port of the PostgreSQL server.");

  public static final ConfigOption<String> DATABASE_NAME =
      ConfigOptions.key("database-name")
          .stringType()
          .noDefaultValue()
          .withDescription("The database to capture from.");

  public static final ConfigOption<List<String>> TABLE_NAMES =
      ConfigOptions.key("table-names")
          .stringType()
          .asList()
          .noDefaultValue()
          .withDescription(
              "The tables to capture, each as schema.table, separated by commas or semicolons.");

  public static final ConfigOption<String> USERNAME =
      ConfigOptions.key("username")
          .stringType()
          .noDefaultValue()
          .withDescription("A role that may replicate and may read the tables.");

  public static final ConfigOption<String> PASSWORD =
      ConfigOptions.key("password")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The role's password. On the command line it is taken from the environment variable"
                  + " ALLUVIUM_CDC_PASSWORD or from password-file only.");

  public static final ConfigOption<String> PASSWORD_FILE =
      ConfigOptions.key("password-file")
          .stringType()
          .noDefaultValue()
          .withDescription("A local file whose first line is the role's password.");

  public static final ConfigOption<String> SLOT_NAME =
      ConfigOptions.key("slot.name")
          .stringType()
          .defaultValue("alluvium")
          .withDescription(
              "The replication slot, one per job. It outlives the job: drop it when the job is"
                  + " given up, or the server keeps its log forever.");

  public static final ConfigOption<String> PUBLICATION_NAME =
      ConfigOptions.key("publication.name")
          .stringType()
          .defaultValue("alluvium")
          .withDescription("The publication of the captured tables; created where it is absent.");

  public static final ConfigOption<String> SOURCE_NAME =
      ConfigOptions.key("source.name")
          .stringType()
          .noDefaultValue()
          .withDescription("What bronze rows name as _source; by default the database's name.");

  public static final ConfigOption<Integer> CHUNK_SIZE =
      ConfigOptions.key("scan.incremental.snapshot.chunk.size")
          .intType()
          .defaultValue(50_000)
          .withDescription("Rows per chunk of the snapshot; chunks are read in parallel.");

  public static final ConfigOption<Integer> FETCH_SIZE =
      ConfigOptions.key("scan.snapshot.fetch.size")
          .intType()
          .defaultValue(4096)
          .withDescription("Rows that the snapshot fetches from the server at once.");

  public static final ConfigOption<Duration> HEARTBEAT_INTERVAL =
      ConfigOptions.key("heartbeat.interval.ms")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription("How often an idle stream tells the server how far it has read.");

  public static final ConfigOption<Duration> CONNECT_TIMEOUT =
      ConfigOptions.key("connect.timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription("How long to wait for the server to take a connection.");

  private CdcOptions() {}
}
