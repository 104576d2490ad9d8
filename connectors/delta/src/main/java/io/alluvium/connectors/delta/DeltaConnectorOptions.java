package io.alluvium.connectors.delta;

import java.time.Duration;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.factories.FactoryUtil;

/** The options of a table whose {@code 'connector'} is {@code 'delta'}. */
@PublicEvolving
public final class DeltaConnectorOptions {
  /** The value of {@code 'connector'} for tables, and of {@code 'type'} for catalogs. */
  public static final String IDENTIFIER = "delta";

  public static final ConfigOption<String> PATH =
      ConfigOptions.key("path")
          .stringType()
          .noDefaultValue()
          .withFallbackKeys("table-path")
          .withDescription("The table's folder: a URI or a local path. Set by the catalog.");

  public static final ConfigOption<WriteMode> WRITE_MODE =
      ConfigOptions.key("write.mode")
          .enumType(WriteMode.class)
          .noDefaultValue()
          .withDescription(
              "How rows are written. By default 'append' where the table has no primary key;"
                  + " 'merge-on-read' where it has one and the property"
                  + " 'delta.enableDeletionVectors' = 'true'; else 'copy-on-write', so that any"
                  + " Delta reader can read the table.");

  public static final ConfigOption<String> SINK_ID =
      ConfigOptions.key("sink.id")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The stable identity of the sink, which every commit carries. It must stay the same"
                  + " across restarts and upgrades of the job, and differ between the sinks that"
                  + " write the table. By default the table's path; in batch mode each run is a"
                  + " sink of its own.");

  public static final ConfigOption<Integer> SINK_PARALLELISM = FactoryUtil.SINK_PARALLELISM;

  public static final ConfigOption<ScanStartup> SCAN_STARTUP =
      ConfigOptions.key("scan.startup")
          .enumType(ScanStartup.class)
          .defaultValue(ScanStartup.LATEST_FULL)
          .withDescription("Where a continuous read starts. Streaming mode only.");

  public static final ConfigOption<Long> SCAN_VERSION =
      ConfigOptions.key("scan.version")
          .longType()
          .noDefaultValue()
          .withDescription(
              "With 'scan.startup' = 'from-version' the version to start from. Otherwise the read"
                  + " is bounded, in streaming mode too, and returns the rows of this version.");

  public static final ConfigOption<String> SCAN_TIMESTAMP =
      ConfigOptions.key("scan.timestamp")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "As 'scan.version', by the time of the commit: '2026-05-01T10:00:00Z', or"
                  + " '2026-05-01 10:00:00' in the session's time zone.");

  public static final ConfigOption<ScanChangelog> SCAN_CHANGELOG =
      ConfigOptions.key("scan.changelog")
          .enumType(ScanChangelog.class)
          .noDefaultValue()
          .withDescription(
              "Which row changes a continuous read emits. By default 'all' where the table has a"
                  + " primary key, 'none' where it has none.");

  public static final ConfigOption<Duration> SCAN_POLL_INTERVAL =
      ConfigOptions.key("scan.poll-interval")
          .durationType()
          .defaultValue(Duration.ofMillis(200))
          .withDescription("How often a continuous read looks for new commits.");

  public static final ConfigOption<Integer> SCAN_PARALLELISM = FactoryUtil.SOURCE_PARALLELISM;

  private DeltaConnectorOptions() {}

  public static Set<ConfigOption<?>> required() {
    return Set.of(PATH);
  }

  public static Set<ConfigOption<?>> optional() {
    return Set.of(
        WRITE_MODE,
        SINK_ID,
        SINK_PARALLELISM,
        SCAN_STARTUP,
        SCAN_VERSION,
        SCAN_TIMESTAMP,
        SCAN_CHANGELOG,
        SCAN_POLL_INTERVAL,
        SCAN_PARALLELISM);
  }
}
