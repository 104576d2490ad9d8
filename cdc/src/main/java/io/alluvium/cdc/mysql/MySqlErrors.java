package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.CdcException;
import java.sql.SQLException;

/** What the server refuses, as one line for the user. */
final class MySqlErrors {
  private static final String OF_CONNECTION = "08";
  private static final String WRONG_PASSWORD = "28000";

  private MySqlErrors() {}

  static boolean isOfConnection(SQLException error) {
    return error.getSQLState() != null && error.getSQLState().startsWith(OF_CONNECTION);
  }

  static CdcException connecting(ServerAddress address, SQLException error) {
    if (WRONG_PASSWORD.equals(error.getSQLState())) {
      return new CdcException(
          "MySQL at "
              + address.server()
              + " does not let user '"
              + address.username()
              + "' in: "
              + oneLine(error)
              + ". Check source.username and source.password.",
          error);
    }
    return new CdcException(
        "MySQL at "
            + address.server()
            + " cannot be reached: "
            + oneLine(error)
            + ". Check source.hostname and source.port, and that the server runs.",
        error);
  }

  /**
   * @param what was being read, such as {@code its settings}
   */
  static CdcException reading(ServerAddress address, String what, SQLException error) {
    return new CdcException(
        "MySQL at "
            + address.server()
            + " does not let user '"
            + address.username()
            + "' read "
            + what
            + ": "
            + oneLine(error)
            + ".",
        error);
  }

  static String oneLine(Throwable error) {
    String message = error.getMessage() == null ? error.toString() : error.getMessage();
    String line = message.strip().split("\\R", 2)[0];
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
