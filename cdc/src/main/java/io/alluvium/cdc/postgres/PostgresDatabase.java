package io.alluvium.cdc.postgres;

import io.alluvium.cdc.capture.CapturedDatabase;
import io.alluvium.cdc.capture.CapturedTable;
import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.capture.ChangeConversion;
import io.alluvium.cdc.check.Finding;
import io.alluvium.cdc.check.SlotState;
import io.alluvium.cdc.pipeline.SourceDefinition;
import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import io.alluvium.connectors.delta.sink.routing.RoutedRowTypeInfo;
import io.alluvium.connectors.postgres.KeylessTables;
import io.alluvium.connectors.postgres.PostgresException;
import io.alluvium.connectors.postgres.PostgresSource;
import io.alluvium.connectors.postgres.ReplicationSlot;
import io.alluvium.connectors.postgres.TableName;
import io.alluvium.connectors.postgres.TableSelection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL database, captured by {@link PostgresSource}. */
public final class PostgresDatabase implements CapturedDatabase {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);

  private final SourceDefinition source;
  private final PostgresSettings settings;
  private final Connection connection;

  private PostgresDatabase(
      SourceDefinition source, PostgresSettings settings, Connection connection) {
    this.source = source;
    this.settings = settings;
    this.connection = connection;
  }

  /** What is asked of the database. */
  private interface Question<T> {
    T ask() throws SQLException;
  }

  public static PostgresDatabase connect(SourceDefinition source) {
    PostgresSettings settings = PostgresSettings.of(source);
    return new PostgresDatabase(
        source, settings, asked(settings, "", () -> settings.address().open()));
  }

  @Override
  public List<CapturedTable> tables() {
    return asked(
        settings,
        "its tables",
        () -> new PostgresCatalog(settings.address(), connection).tables(source.tables()));
  }

  @Override
  public void prepare(List<CapturedTable> tables) {
    asked(
        settings,
        "its settings",
        () -> {
          source(tables, (change, out) -> {}).prepare();
          return tables;
        });
  }

  /** One source for all tables: a parallel snapshot and the stream, through one slot. */
  @Override
  public PostgresSource<RoutedRow> source(List<CapturedTable> tables, ChangeConversion conversion) {
    return PostgresSource.builder(
            settings.address(), new PostgresChanges(conversion), RoutedRowTypeInfo.INSTANCE)
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

  @Override
  public List<Finding> check() {
    return asked(
        settings, "its settings", () -> new PostgresCheck(source, settings, connection).run());
  }

  @Override
  public Optional<SlotState> slot() {
    return asked(
        settings,
        "slot " + settings.slotName(),
        () ->
            replicationSlot()
                .status(connection)
                .map(
                    status ->
                        new SlotState(
                            settings.slotName(),
                            status.position(),
                            status.lagBytes(),
                            status.active(),
                            status.lost())));
  }

  private ReplicationSlot replicationSlot() {
    return new ReplicationSlot(settings.address(), settings.slotName());
  }

  @Override
  public void dropSlot() {
    asked(settings, "slot " + settings.slotName(), () -> replicationSlot().drop());
  }

  private static <T> T asked(PostgresSettings settings, String what, Question<T> question) {
    try {
      return question.ask();
    } catch (PostgresException e) {
      throw new CdcException(e.getMessage(), e);
    } catch (SQLException e) {
      throw new CdcException(
          "PostgreSQL at "
              + settings.address().server()
              + ", database '"
              + settings.address().database()
              + "', did not answer about "
              + what
              + ": "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("The connection to {} could not be closed", settings.address().server(), e);
    }
  }
}
