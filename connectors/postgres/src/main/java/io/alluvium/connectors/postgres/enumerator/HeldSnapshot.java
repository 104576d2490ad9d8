package io.alluvium.connectors.postgres.enumerator;

import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A snapshot of the database that other sessions can read in, as long as its session is open. */
record HeldSnapshot(String name, Connection session) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeldSnapshot.class);

  @Override
  public void close() {
    try {
      session.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.debug("The session of a snapshot could not be closed", e);
    }
  }
}
