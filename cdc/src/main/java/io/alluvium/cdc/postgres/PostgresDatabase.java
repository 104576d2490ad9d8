package io.alluvium.cdc.postgres;

import io.alluvium.cdc.capture.CapturedDatabase;
import io.alluvium.cdc.capture.CapturedTable;
import io.alluvium.cdc.capture.ChangeConversion;
import io.alluvium.cdc.check.Finding;
import io.alluvium.cdc.check.SlotState;
import io.alluvium.cdc.pipeline.SourceDefinition;
import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.connector.source.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL database, captured by logical replication with {@code pgoutput}. */
public final class PostgresDatabase implements CapturedDatabase {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);

  private final SourceDefinition source;
  private final PostgresSettings settings;
  private final Connection connection;
  private List<PostgresTable> known = List.of();

  private PostgresDatabase(
      SourceDefinition source, PostgresSettings settings, Connection connection) {
    this.source = source;
    this.settings = settings;
    this.connection = connection;
  }

  public static PostgresDatabase connect(SourceDefinition source) {
    PostgresSettings settings = PostgresSettings.of(source);
    try {
      return new PostgresDatabase(source, settings, settings.address().connect());
    } catch (SQLException e) {
      throw PostgresErrors.connecting(settings.address(), e);
    }
  }

  @Override
  public List<CapturedTable> tables() {
    new ReplicationCheck(settings.address(), connection).run();
    known = new PostgresCatalog(settings.address(), connection).tables(source.tables());
    return known.stream().map(PostgresTable::captured).toList();
  }

  @Override
  public void prepare(List<CapturedTable> tables) {
    List<PostgresTable> chosen = known(tables);
    new KeylessTables(settings.address(), connection).prepare(chosen);
    new Publication(settings.address(), connection, settings.publicationName())
        .ensure(tables.stream().map(CapturedTable::name).toList());
  }

  private List<PostgresTable> known(List<CapturedTable> tables) {
    List<PostgresTable> chosen = new ArrayList<>(known);
    chosen.removeIf(table -> !tables.contains(table.captured()));
    return chosen;
  }

  @Override
  public Source<RoutedRow, ?, ?> source(List<CapturedTable> tables, ChangeConversion conversion) {
    return ReplicationSource.create(source, settings, known(tables), conversion);
  }

  @Override
  public List<Finding> check() {
    return new PostgresCheck(source, settings, connection).run();
  }

  @Override
  public Optional<SlotState> slot() {
    return new ReplicationSlot(settings.address(), connection, settings.slotName()).state();
  }

  @Override
  public void dropSlot() {
    new ReplicationSlot(settings.address(), connection, settings.slotName()).drop();
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
