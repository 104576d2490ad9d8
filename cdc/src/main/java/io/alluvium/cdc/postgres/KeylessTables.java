package io.alluvium.cdc.postgres;

import io.alluvium.cdc.capture.CdcException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes changes of tables without a key name the whole row before. Without that the server would
 * refuse every update and delete of such a table, also the application's, from the moment on at
 * which it is published.
 */
final class KeylessTables {
  private static final Logger LOG = LoggerFactory.getLogger(KeylessTables.class);

  private final DatabaseAddress address;
  private final Connection connection;

  KeylessTables(DatabaseAddress address, Connection connection) {
    this.address = address;
    this.connection = connection;
  }

  void prepare(List<PostgresTable> tables) {
    for (PostgresTable table : tables) {
      if (table.lacksIdentity()) {
        setFull(table);
      }
    }
  }

  static String remedy(PostgresTable table) {
    return "ALTER TABLE " + table.name().quoted() + " REPLICA IDENTITY FULL";
  }

  private void setFull(PostgresTable table) {
    String sql = remedy(table);
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      LOG.info("Table {} has no key: ran {}", table.name(), sql);
    } catch (SQLException e) {
      throw new CdcException(
          "Table "
              + table.name()
              + " of database '"
              + address.database()
              + "' at "
              + address.server()
              + " has no primary key, so that the server would refuse its updates and deletes once"
              + " it is captured: "
              + PostgresErrors.oneLine(e)
              + ". Have its owner run: "
              + sql
              + "; or leave it out by source.tables.exclude.",
          e);
    }
  }
}
