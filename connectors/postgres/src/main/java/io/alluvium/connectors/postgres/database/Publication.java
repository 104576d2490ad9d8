package io.alluvium.connectors.postgres.database;

import io.alluvium.connectors.postgres.CaptureSettings;
import io.alluvium.connectors.postgres.KeylessTables;
import io.alluvium.connectors.postgres.PostgresException;
import io.alluvium.connectors.postgres.PublishedTables;
import io.alluvium.connectors.postgres.ReplicaIdentities;
import io.alluvium.connectors.postgres.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the server send the changes of tables. */
final class Publication {
  private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

  private final CaptureSettings settings;
  private final Connection connection;
  private final String name;

  Publication(CaptureSettings settings, Connection connection) {
    this.settings = settings;
    this.connection = connection;
    this.name = settings.publication();
  }

  /**
   * Creates the publication where it is absent, adds the tables that it lacks, and waits for the
   * transactions that it came too late for.
   */
  void ensure(List<TableName> tables) throws SQLException {
    PublishedTables published = new PublishedTables(connection, name);
    if (tables.isEmpty() && !published.exists()) {
      throw PostgresException.permanent(
          "No table of "
              + settings.address()
              + " is captured: the selection of tables fits none, and publication '"
              + name
              + "' does not exist. Check the names, which are case-sensitive.");
    }
    List<TableName> missing = published.missing(tables);
    // One that was published by somebody else, or has got another partition, may lack it, too.
    boolean refuse = settings.keylessTables() == KeylessTables.REFUSE;
    identify(new ReplicaIdentities(connection).lacking(refuse ? missing : tables), refuse);
    if (!missing.isEmpty()) {
      run(published.adding(missing), "Publication '" + name + "' cannot be set up");
    }
    new EarlierTransactions(connection, name, settings.publicationPatience()).await();
  }

  private void identify(List<TableName> lacking, boolean refuse) {
    for (TableName table : lacking) {
      String sql = ReplicaIdentities.remedy(table);
      if (refuse) {
        throw PostgresException.permanent(
            "Table "
                + table
                + " of "
                + settings.address()
                + " has no primary key or other replica identity: once it is published the server"
                + " refuses its updates and deletes. Run "
                + sql
                + ", or add a primary key.");
      }
      run(
          sql,
          "Table "
              + table
              + " has no primary key, so that the server refuses its updates and deletes once it is"
              + " published, and cannot be given another replica identity");
      LOG.info("Table {} has no key: ran {}", table, sql);
    }
  }

  private void run(String sql, String problem) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw PostgresException.permanent(
          problem
              + " in "
              + settings.address()
              + ": "
              + PostgresErrors.oneLine(e)
              + ". Have an owner of the tables run: "
              + sql,
          e);
    }
  }
}
