package io.alluvium.demo.fleet;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The operational database of a portfolio: the tables {@code station}, {@code comfort_policy} and
 * {@code building} of the schema {@code operations}, which change while the demo runs. {@code
 * applied_change} notes each change in the transaction that makes it, so that every change is made
 * exactly once, however often the process is killed.
 */
public final class OperationalDatabase implements AutoCloseable {
  /** The schema's name. */
  public static final String SCHEMA = OperationalSchema.NAME;

  private final Connection connection;
  private final List<Change> script;
  private volatile int applied;

  private OperationalDatabase(Connection connection, List<Change> script, int applied) {
    this.connection = connection;
    this.script = script;
    this.applied = applied;
  }

  /**
   * Connects, and loads the portfolio in one transaction unless it is there.
   *
   * @throws OperationalDatabaseException where the database cannot be reached or refuses
   */
  public static OperationalDatabase load(
      String jdbcUrl, String user, String password, Portfolio portfolio) {
    try {
      Connection connection = DriverManager.getConnection(jdbcUrl, user, password);
      try {
        connection.setAutoCommit(false);
        if (!isLoaded(connection)) {
          new PortfolioLoad(connection).run(portfolio);
          connection.commit();
        }
        int applied = count(connection, "SELECT COUNT(*) FROM operations.applied_change");
        return new OperationalDatabase(connection, ChangeScript.of(portfolio), applied);
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new OperationalDatabaseException(
          "cannot load the operational database: " + e.getMessage(), e);
    }
  }

  private static boolean isLoaded(Connection connection) throws SQLException {
    return count(
            connection,
            "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = 'operations'")
        > 0;
  }

  private static int count(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      int count = row.getInt(1);
      connection.commit();
      return count;
    }
  }

  /** All changes, in order. */
  public List<Change> changeScript() {
    return script;
  }

  /** How many changes there are. */
  public int changes() {
    return script.size();
  }

  /** How many have been made, those of earlier processes included. */
  public int appliedChanges() {
    return applied;
  }

  /**
   * Makes the next change, in a transaction of its own.
   *
   * @return what it was
   * @throws OperationalDatabaseException where it cannot be made; nothing is changed then
   * @throws NoSuchElementException where all are made
   */
  public synchronized Change applyNextChange() {
    int done = applied;
    if (done >= script.size()) {
      throw new NoSuchElementException("all changes are made");
    }
    Change change = script.get(done);
    try {
      try {
        if (update(change.sql(), change.parameters()) != 1) {
          throw new SQLException("the row to change is not there");
        }
        update(
            "INSERT INTO operations.applied_change (number, description) VALUES (?, ?)",
            List.of(change.number(), change.description()));
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw new OperationalDatabaseException(
          String.format(
              "change %d (%s) failed: %s", change.number(), change.description(), e.getMessage()),
          e);
    }
    applied = done + 1;
    return change;
  }

  private int update(String sql, List<Object> parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      return statement.executeUpdate();
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new OperationalDatabaseException("cannot close the operational database", e);
    }
  }
}
