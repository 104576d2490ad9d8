package io.alluvium.connectors.postgres.database;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/** Waits between two looks at the server. */
final class Pause {

  private Pause() {}

  static void millis(long millis, String reason) throws SQLException {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while " + reason, e);
    }
  }
}
