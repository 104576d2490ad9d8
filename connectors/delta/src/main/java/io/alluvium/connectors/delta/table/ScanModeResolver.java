package io.alluvium.connectors.delta.table;

import static io.alluvium.connectors.delta.DeltaConnectorOptions.SCAN_CHANGELOG;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.SCAN_OPERATION_COLUMN;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.SCAN_STARTUP;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.SCAN_TIMESTAMP;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.SCAN_VERSION;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.ScanChangelog;
import io.alluvium.connectors.delta.ScanStartup;
import io.alluvium.connectors.delta.source.scan.ReadVersion;
import io.alluvium.connectors.delta.source.scan.StartingPosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/** Decides from a table's options, and the runtime mode, how it is scanned. */
final class ScanModeResolver {
  private static final DateTimeFormatter LOCAL_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd[' ']['T']HH:mm[:ss][.SSS]");

  private final String table;
  private final ZoneId zone;

  /**
   * @param table its name, for messages
   * @param zone of timestamps that have none
   */
  ScanModeResolver(String table, ZoneId zone) {
    this.table = table;
    this.zone = zone;
  }

  ScanMode resolve(ReadableConfig options, boolean streaming, boolean hasPrimaryKey) {
    requireAtMostOneOf(options, SCAN_VERSION, SCAN_TIMESTAMP);
    Optional<ScanStartup> startup =
        streaming ? options.getOptional(SCAN_STARTUP) : Optional.empty();
    if (startup.isEmpty()) {
      Optional<ReadVersion> version = readVersion(options);
      if (!streaming || version.isPresent()) {
        return new ScanMode.Bounded(version.orElseGet(ReadVersion::latest));
      }
    }
    ScanStartup position = startup.orElseGet(SCAN_STARTUP::defaultValue);
    ScanChangelog changelog = changelog(options, hasPrimaryKey);
    return new ScanMode.Continuous(
        position(position, options, changelog), changelog, options.get(SCAN_OPERATION_COLUMN));
  }

  private Optional<ReadVersion> readVersion(ReadableConfig options) {
    return options
        .getOptional(SCAN_VERSION)
        .map(version -> ReadVersion.version(nonNegative(version)))
        .or(() -> options.getOptional(SCAN_TIMESTAMP).map(text -> ReadVersion.at(millis(text))));
  }

  private StartingPosition position(
      ScanStartup startup, ReadableConfig options, ScanChangelog changelog) {
    if (startup != ScanStartup.FROM_VERSION) {
      refuse(options, SCAN_VERSION, startup, ScanStartup.FROM_VERSION);
    }
    if (startup != ScanStartup.FROM_TIMESTAMP) {
      refuse(options, SCAN_TIMESTAMP, startup, ScanStartup.FROM_TIMESTAMP);
    }
    return switch (startup) {
      case LATEST_FULL ->
          // Changes of a key are in order only where the commits are read one by one.
          changelog == ScanChangelog.OPERATIONS
              ? StartingPosition.earliest()
              : StartingPosition.latestFull();
      case EARLIEST -> StartingPosition.earliest();
      case LATEST -> StartingPosition.latest();
      case FROM_VERSION ->
          StartingPosition.version(nonNegative(required(options, SCAN_VERSION, startup)));
      case FROM_TIMESTAMP ->
          StartingPosition.timestamp(millis(required(options, SCAN_TIMESTAMP, startup)));
    };
  }

  private ScanChangelog changelog(ReadableConfig options, boolean hasPrimaryKey) {
    ScanChangelog changelog =
        options
            .getOptional(SCAN_CHANGELOG)
            .orElse(hasPrimaryKey ? ScanChangelog.ALL : ScanChangelog.NONE);
    if (changelog == ScanChangelog.UPSERT && !hasPrimaryKey) {
      throw wrong(
          "'%s' = 'upsert' needs a primary key, which the table has not. Use 'all' instead.",
          SCAN_CHANGELOG.key());
    }
    if (changelog == ScanChangelog.OPERATIONS && !hasPrimaryKey) {
      throw wrong(
          "'%s' = 'operations' needs a primary key, which the table has not. Declare one in a"
              + " temporary table that is made LIKE it.",
          SCAN_CHANGELOG.key());
    }
    return changelog;
  }

  private void requireAtMostOneOf(
      ReadableConfig options, ConfigOption<?> one, ConfigOption<?> other) {
    if (options.getOptional(one).isPresent() && options.getOptional(other).isPresent()) {
      throw wrong(
          "'%s' and '%s' exclude each other. Leave one of them out.", one.key(), other.key());
    }
  }

  private void refuse(
      ReadableConfig options, ConfigOption<?> option, ScanStartup startup, ScanStartup instead) {
    if (options.getOptional(option).isPresent()) {
      throw wrong(
          "'%s' does not go with '%s' = '%s'. Use '%s' to start there, or leave '%s' out to read"
              + " that version only.",
          option.key(), SCAN_STARTUP.key(), startup, instead, SCAN_STARTUP.key());
    }
  }

  private <T> T required(ReadableConfig options, ConfigOption<T> option, ScanStartup startup) {
    return options
        .getOptional(option)
        .orElseThrow(
            () -> wrong("'%s' = '%s' needs '%s'.", SCAN_STARTUP.key(), startup, option.key()));
  }

  private long nonNegative(long version) {
    if (version < 0) {
      throw wrong("'%s' is %d; versions begin with 0.", SCAN_VERSION.key(), version);
    }
    return version;
  }

  private long millis(String text) {
    try {
      return text.endsWith("Z")
          ? Instant.parse(text).toEpochMilli()
          : LocalDateTime.parse(text, LOCAL_TIME).atZone(zone).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      throw wrong(
          "'%s' = '%s' is not a time. Write '2026-05-01T10:00:00Z', or '2026-05-01 10:00:00' in the"
              + " session's time zone.",
          SCAN_TIMESTAMP.key(), text);
    }
  }

  private DeltaException wrong(String message, Object... arguments) {
    return new DeltaException("Table " + table + ": " + String.format(message, arguments));
  }
}
