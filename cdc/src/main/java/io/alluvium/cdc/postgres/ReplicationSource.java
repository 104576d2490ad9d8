package io.alluvium.cdc.postgres;

import io.alluvium.cdc.capture.ChangeConversion;
import io.alluvium.cdc.pipeline.SourceDefinition;
import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import io.alluvium.connectors.delta.sink.routing.RoutedRowTypeInfo;
import io.alluvium.connectors.postgres.KeylessTables;
import io.alluvium.connectors.postgres.Password;
import io.alluvium.connectors.postgres.PostgresAddress;
import io.alluvium.connectors.postgres.PostgresSource;
import io.alluvium.connectors.postgres.TableName;
import io.alluvium.connectors.postgres.TableSelection;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.Source;

/** One source for all tables: a parallel snapshot and the stream, through one slot. */
final class ReplicationSource {

  private ReplicationSource() {}

  static Source<RoutedRow, ?, ?> create(
      SourceDefinition source,
      PostgresSettings settings,
      List<PostgresTable> tables,
      ChangeConversion conversion) {
    DatabaseAddress address = settings.address();
    return PostgresSource.builder(
            new PostgresAddress(
                address.hostname(),
                address.port(),
                address.database(),
                address.username(),
                new Password(address.password().reveal()),
                address.connectTimeout(),
                Map.of()),
            new PostgresChanges(conversion),
            RoutedRowTypeInfo.INSTANCE)
        .tables(
            TableSelection.of(
                tables.stream()
                    .map(table -> new TableName(table.name().schema(), table.name().table()))
                    .toList()))
        .slot(settings.slotName())
        .publication(settings.publicationName())
        .keylessTables(KeylessTables.SET_IDENTITY_FULL)
        .statusInterval(source.heartbeatInterval())
        .build();
  }
}
