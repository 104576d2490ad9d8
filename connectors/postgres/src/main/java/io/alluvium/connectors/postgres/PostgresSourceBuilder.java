package io.alluvium.connectors.postgres;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * Builds a {@link PostgresSource}.
 *
 * @param <T> of the records
 */
@PublicEvolving
public final class PostgresSourceBuilder<T> {
  private static final Pattern SLOT_NAME = Pattern.compile("[a-z0-9_]{1,63}");
  private static final long SPLIT_BYTES = 32L << 20;

  private final PostgresAddress address;
  private final ChangeConverter<T> converter;
  private final TypeInformation<T> producedType;

  private TableSelection tables = table -> true;
  private String slot = "alluvium";
  private String publication = "alluvium";
  private KeylessTables keylessTables = KeylessTables.REFUSE;
  private int reservedFields;
  private long splitBytes = SPLIT_BYTES;
  private int confirmDelay = 1;
  private Duration statusInterval = Duration.ofSeconds(5);
  private Duration outageTimeout = Duration.ofMinutes(10);
  private Duration publicationPatience = Duration.ofMinutes(10);
  private boolean binary = true;

  PostgresSourceBuilder(
      PostgresAddress address, ChangeConverter<T> converter, TypeInformation<T> producedType) {
    this.address = Objects.requireNonNull(address);
    this.converter = Objects.requireNonNull(converter);
    this.producedType = Objects.requireNonNull(producedType);
  }

  /** All tables of the database, unless said otherwise. */
  public PostgresSourceBuilder<T> tables(TableSelection selection) {
    this.tables = Objects.requireNonNull(selection);
    return this;
  }

  /**
   * The replication slot, which is created where it is absent, and never dropped: see {@link
   * ReplicationSlot#drop}.
   *
   * @throws PostgresException where it is no name of a slot
   */
  public PostgresSourceBuilder<T> slot(String name) {
    if (!SLOT_NAME.matcher(name).matches()) {
      throw PostgresException.permanent(
          "The slot's name is '"
              + name
              + "'; PostgreSQL takes 1 to 63 lower-case letters, digits and underscores.");
    }
    this.slot = name;
    return this;
  }

  /** The publication, which is created where it is absent, and gets the tables that it lacks. */
  public PostgresSourceBuilder<T> publication(String name) {
    this.publication = Objects.requireNonNull(name);
    return this;
  }

  public PostgresSourceBuilder<T> keylessTables(KeylessTables handling) {
    this.keylessTables = Objects.requireNonNull(handling);
    return this;
  }

  /** How many fields every row has behind its columns, for the converter to set. */
  public PostgresSourceBuilder<T> reservedFields(int count) {
    this.reservedFields = count;
    return this;
  }

  /** How much of a table one split of the snapshot reads. */
  public PostgresSourceBuilder<T> splitBytes(long bytes) {
    this.splitBytes = bytes;
    return this;
  }

  /**
   * How many complete checkpoints the server keeps log for, besides the latest: that many older
   * ones can be restored. 1 unless said otherwise.
   */
  public PostgresSourceBuilder<T> confirmDelay(int checkpoints) {
    this.confirmDelay = checkpoints;
    return this;
  }

  /** How often the server hears of the source at the latest; well below its wal_sender_timeout. */
  public PostgresSourceBuilder<T> statusInterval(Duration interval) {
    this.statusInterval = interval;
    return this;
  }

  /** For how long a server that is away is waited for before the job fails. */
  public PostgresSourceBuilder<T> outageTimeout(Duration timeout) {
    this.outageTimeout = timeout;
    return this;
  }

  /**
   * For how long transactions are waited for that began before their table was published, and whose
   * changes the server would not send.
   */
  public PostgresSourceBuilder<T> publicationPatience(Duration patience) {
    this.publicationPatience = patience;
    return this;
  }

  /** Whether the server may send values in its binary form, which is quicker for both. */
  public PostgresSourceBuilder<T> binary(boolean allowed) {
    this.binary = allowed;
    return this;
  }

  public PostgresSource<T> build() {
    return new PostgresSource<>(
        new CaptureSettings(
            address,
            tables,
            slot,
            publication,
            keylessTables,
            reservedFields,
            splitBytes,
            confirmDelay,
            statusInterval,
            outageTimeout,
            publicationPatience,
            binary),
        converter,
        producedType);
  }
}
