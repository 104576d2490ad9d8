package io.alluvium.connectors.postgres.database;

import io.alluvium.connectors.postgres.PostgresAddress;
import java.sql.Connection;
import java.sql.SQLException;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** A connection for questions now and then, which is opened anew where it broke. */
@Internal
public final class CatalogSession implements AutoCloseable {
  private final PostgresAddress address;
  @Nullable private Connection connection;

  /** A question. */
  public interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  public CatalogSession(PostgresAddress address) {
    this.address = address;
  }

  public <T> T ask(Question<T> question) throws SQLException {
    if (connection != null) {
      try {
        return question.ask(connection);
      } catch (SQLException e) {
        if (!PostgresErrors.isPassing(e)) {
          throw e;
        }
        close();
      }
    }
    connection = address.connect();
    return question.ask(connection);
  }

  @Override
  public void close() throws SQLException {
    if (connection != null) {
      connection.abort(Runnable::run);
      connection = null;
    }
  }
}
