package io.alluvium.cdc.postgres;

import io.alluvium.cdc.capture.CdcException;
import java.sql.SQLException;

/** Puts the server's errors into one line with a remedy. */
final class PostgresErrors {
  private static final String WRONG_PASSWORD = "28P01";
  private static final String NO_ENTRY = "28000";
  private static final String NO_DATABASE = "3D000";
  private static final String CONNECTION_CLASS = "08";

  private PostgresErrors() {}

  static CdcException connecting(DatabaseAddress address, SQLException error) {
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    if (state.equals(WRONG_PASSWORD) || state.equals(NO_ENTRY)) {
      return new CdcException(
          "PostgreSQL at "
              + address.server()
              + " does not let user '"
              + address.username()
              + "' in. Check source.username and source.password, and the server's pg_hba.conf.",
          error);
    }
    if (state.equals(NO_DATABASE)) {
      return new CdcException(
          "PostgreSQL at "
              + address.server()
              + " has no database '"
              + address.database()
              + "'. Check source.database.",
          error);
    }
    if (state.startsWith(CONNECTION_CLASS)) {
      return new CdcException(
          "PostgreSQL cannot be reached at "
              + address.server()
              + ". Check source.hostname and source.port, and that the server runs.",
          error);
    }
    return new CdcException(
        "PostgreSQL at " + address.server() + " takes no connection: " + oneLine(error), error);
  }

  static CdcException reading(DatabaseAddress address, String what, SQLException error) {
    return new CdcException(
        "PostgreSQL at "
            + address.server()
            + ", database '"
            + address.database()
            + "', did not answer about "
            + what
            + ": "
            + oneLine(error),
        error);
  }

  static String oneLine(SQLException error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("").strip();
  }
}
