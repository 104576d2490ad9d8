package io.alluvium.cdc.postgres;

import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.capture.ChangeConversion;
import io.alluvium.cdc.capture.TableName;
import io.alluvium.cdc.debezium.DebeziumChanges;
import io.alluvium.cdc.debezium.ReplicaIdentity;
import io.alluvium.cdc.pipeline.SourceDefinition;
import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.cdc.connectors.base.options.StartupOptions;
import org.apache.flink.cdc.connectors.postgres.source.PostgresSourceBuilder;

/** One Flink CDC source for all tables: a parallel snapshot, then the stream through one slot. */
final class DebeziumSource {

  private DebeziumSource() {}

  static Source<RoutedRow, ?, ?> create(
      SourceDefinition source,
      PostgresSettings settings,
      List<PostgresTable> tables,
      ChangeConversion conversion) {
    DatabaseAddress address = settings.address();
    List<TableName> names = tables.stream().map(PostgresTable::name).toList();
    names.forEach(DebeziumSource::checkName);
    PostgresSourceBuilder<RoutedRow> builder =
        PostgresSourceBuilder.PostgresIncrementalSource.<RoutedRow>builder()
            .hostname(address.hostname())
            .port(address.port())
            .database(address.database())
            .schemaList(names.stream().map(TableName::schema).distinct().toArray(String[]::new))
            .tableList(names.stream().map(TableName::pattern).toArray(String[]::new))
            .username(address.username())
            .password(address.password().reveal())
            .connectTimeout(address.connectTimeout())
            .slotName(settings.slotName())
            .decodingPluginName("pgoutput")
            .startupOptions(StartupOptions.initial())
            .splitSize(source.chunkSize())
            .fetchSize(source.fetchSize())
            .heartbeatInterval(source.heartbeatInterval())
            .scanNewlyAddedTableEnabled(true)
            .skipSnapshotBackfill(true)
            // The server may forget its log one checkpoint after that log is in the lake.
            .lsnCommitCheckpointsDelay(1)
            .debeziumProperties(debezium(settings, tables));
    DebeziumChanges changes =
        new DebeziumChanges(new PostgresOrigin(), identity(tables), conversion);
    return new PostgresSource(builder.getConfigFactory(), changes, address, names);
  }

  /** Flink CDC keeps names in its state without quotes, and cannot read others back. */
  private static void checkName(TableName table) {
    if (!table.schema().matches("[A-Za-z_][A-Za-z0-9_$]*")
        || !table.table().matches("[A-Za-z_][A-Za-z0-9_$]*")) {
      throw new CdcException(
          "Table "
              + table.quoted()
              + " cannot be captured for its name: letters from a to z, digits and underscores are"
              + " taken. Leave it out by source.tables.exclude, or rename it.");
    }
  }

  private static ReplicaIdentity identity(List<PostgresTable> tables) {
    Map<TableName, Set<String>> columns = new HashMap<>();
    for (PostgresTable table : tables) {
      if (!table.fullIdentity() && !table.lacksIdentity()) {
        columns.put(table.name(), table.identity());
      }
    }
    return new ReplicaIdentity(columns);
  }

  private static Properties debezium(PostgresSettings settings, List<PostgresTable> tables) {
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
    String unsent =
        tables.stream()
            .flatMap(
                table ->
                    table.unsent().stream()
                        .map(column -> new TableName(table.name().pattern(), column)))
            .map(column -> column.schema() + "\\." + column.table().replaceAll("(\\W)", "\\\\$1"))
            .collect(Collectors.joining(","));
    if (!unsent.isEmpty()) {
      properties.setProperty("column.exclude.list", unsent);
    }
    properties.putAll(settings.debeziumProperties());
    return properties;
  }
}
