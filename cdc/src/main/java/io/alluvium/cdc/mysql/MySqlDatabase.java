package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.CapturedDatabase;
import io.alluvium.cdc.capture.CapturedTable;
import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.capture.ChangeConversion;
import io.alluvium.cdc.capture.TableName;
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

/** The databases of a MySQL or MariaDB server, captured by their binary log. */
public final class MySqlDatabase implements CapturedDatabase {
  private static final Logger LOG = LoggerFactory.getLogger(MySqlDatabase.class);

  private final MySqlSettings settings;
  private final Connection connection;

  private MySqlDatabase(MySqlSettings settings, Connection connection) {
    this.settings = settings;
    this.connection = connection;
  }

  public static MySqlDatabase connect(SourceDefinition source) {
    MySqlSettings settings = MySqlSettings.of(source);
    try {
      return new MySqlDatabase(settings, settings.address().connect());
    } catch (SQLException e) {
      throw MySqlErrors.connecting(settings.address(), e);
    }
  }

  @Override
  public List<CapturedTable> tables() {
    new ServerCheck(settings, connection).run();
    MySqlCatalog catalog = new MySqlCatalog(settings.address(), connection);
    List<CapturedTable> tables = new ArrayList<>();
    try {
      for (TableName name : catalog.names(settings.tables())) {
        catalog
            .table(name)
            .map(table -> new CapturedTable(name, table.described(), table.key()))
            .ifPresent(tables::add);
      }
    } catch (SQLException e) {
      throw MySqlErrors.reading(settings.address(), "its columns", e);
    }
    if (tables.isEmpty()) {
      throw new CdcException(
          "MySQL at "
              + settings.address().server()
              + " has no table that source.tables takes and that user '"
              + settings.address().username()
              + "' may read.");
    }
    return tables;
  }

  @Override
  public void prepare(List<CapturedTable> tables) {
    // The server logs the changes of all tables.
  }

  @Override
  public Source<RoutedRow, ?, ?> source(List<CapturedTable> tables, ChangeConversion conversion) {
    return new MySqlSource(settings, tables.stream().map(CapturedTable::name).toList(), conversion);
  }

  @Override
  public List<Finding> check() {
    List<Finding> findings = new ArrayList<>(new ServerCheck(settings, connection).findings());
    findings.addAll(new TablesCheck(settings, connection).findings());
    return findings;
  }

  /** The server keeps its log for a time, for nobody in particular. */
  @Override
  public Optional<SlotState> slot() {
    return Optional.empty();
  }

  @Override
  public void dropSlot() {
    throw new CdcException(
        "MySQL has no slots: it keeps its binary log for a time, whoever reads it. There is nothing"
            + " to drop.");
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
