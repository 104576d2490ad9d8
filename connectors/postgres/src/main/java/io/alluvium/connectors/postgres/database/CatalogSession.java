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
  @Nullable private volatile Connection connection;
  private volatile boolean closed;

  /** A question. */
  public interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  public CatalogSession(PostgresAddress address) {
    this.address = address;
  }

  public <T> T ask(Question<T> question) throws SQLException {
    Connection known = connection;
    if (known != null) {
      try {
        return question.ask(known);
      } catch (SQLException e) {
        if (!PostgresErrors.isPassing(e)) {
          throw e;
        }
        disconnect();
      }
    }
    Connection opened = address.connect();
    connection = opened;
    if (closed) {
      disconnect();
    }
    return question.ask(opened);
  }

  private void disconnect() throws SQLException {
    Connection open = connection;
    connection = null;
    if (open != null) {
      open.abort(Runnable::run);
    }
  }

  /** From any thread: whoever asks then fails. */
  @Override
  public void close() throws SQLException {
    closed = true;
    disconnect();
  }
}
