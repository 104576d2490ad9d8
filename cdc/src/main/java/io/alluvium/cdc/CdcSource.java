package io.alluvium.cdc;

import java.util.List;
import java.util.Properties;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.cdc.connectors.base.options.StartupOptions;
import org.apache.flink.cdc.connectors.postgres.source.PostgresSourceBuilder;
import org.apache.flink.table.data.RowData;

/** One Flink CDC source for all tables: a parallel snapshot, then the stream through one slot. */
final class CdcSource {

  private CdcSource() {}

  static Source<RowData, ?, ?> create(CdcSettings settings, List<BronzeTable> tables) {
    DatabaseAddress address = settings.address();
    PostgresSourceBuilder<RowData> builder =
        PostgresSourceBuilder.PostgresIncrementalSource.<RowData>builder()
            .hostname(address.hostname())
            .port(address.port())
            .database(address.database())
            .schemaList(
                settings.tables().stream().map(TableName::schema).distinct().toArray(String[]::new))
            .tableList(settings.tables().stream().map(TableName::pattern).toArray(String[]::new))
            .username(address.username())
            .password(address.password().reveal())
            .connectTimeout(address.connectTimeout())
            .slotName(settings.slotName())
            .decodingPluginName("pgoutput")
            .startupOptions(StartupOptions.initial())
            .splitSize(settings.chunkSize())
            .fetchSize(settings.fetchSize())
            .heartbeatInterval(settings.heartbeatInterval())
            .scanNewlyAddedTableEnabled(true)
            .skipSnapshotBackfill(true)
            // The server may forget its log one checkpoint after that log is in the lake.
            .lsnCommitCheckpointsDelay(1)
            .debeziumProperties(debezium(settings));
    return new PostgresSource(
        builder.getConfigFactory(), new ChangeDeserializer(tables, settings.sourceName()), address);
  }

  private static Properties debezium(CdcSettings settings) {
    Properties properties = new Properties();
    // The job sets its publication up by itself. By default Debezium makes one of all tables of
    // the database, and with "filtered" each reader would narrow it to what that one reads.
    properties.setProperty("publication.autocreate.mode", "disabled");
    properties.setProperty("publication.name", settings.publicationName());
    // After a failure the server holds the slot for a moment; by default Debezium waits 10 s.
    properties.setProperty("slot.retry.delay.ms", "200");
    properties.setProperty("slot.max.retries", "50");
    // 500 by default, for which every snapshot chunk and every change waits.
    properties.setProperty("poll.interval.ms", "15");
    properties.setProperty("max.batch.size", "4096");
    properties.setProperty("max.queue.size", "16384");
    // Truncates are skipped by default.
    properties.setProperty("skipped.operations", "none");
    properties.setProperty("truncate.handling.mode", "include");
    properties.setProperty("tombstones.on.delete", "false");
    // Types that Debezium does not know would be left out of the events.
    properties.setProperty("include.unknown.datatypes", "true");
    properties.setProperty("interval.handling.mode", "string");
    properties.putAll(settings.debeziumProperties());
    return properties;
  }
}
