package io.alluvium.connectors.postgres.database;

import io.alluvium.connectors.postgres.PostgresAddress;
import io.alluvium.connectors.postgres.PostgresException;
import java.sql.SQLException;
import org.apache.flink.annotation.Internal;

/**
 * Puts the server's errors into one line with a remedy, and tells which ones pass by themselves.
 */
@Internal
public final class PostgresErrors {
  public static final String UNDEFINED_OBJECT = "42704";
  public static final String UNDEFINED_TABLE = "42P01";
  public static final String UNDEFINED_COLUMN = "42703";
  public static final String OBJECT_IN_USE = "55006";
  public static final String LOCK_NOT_AVAILABLE = "55P03";

  private static final String DUPLICATE_OBJECT = "42710";
  private static final String WRONG_PASSWORD = "28P01";
  private static final String NO_ENTRY = "28000";
  private static final String NO_DATABASE = "3D000";
  private static final String NO_PRIVILEGE = "42501";
  private static final String LIMIT_EXCEEDED = "53400";
  private static final String WRONG_STATE = "55000";
  private static final String INVALID_PARAMETER = "22023";
  private static final String CONNECTION_CLASS = "08";
  private static final String RESOURCES_CLASS = "53";
  private static final String OPERATOR_CLASS = "57";
  private static final String SYSTEM_CLASS = "58";

  private PostgresErrors() {}

  public static String state(SQLException error) {
    return error.getSQLState() == null ? "" : error.getSQLState();
  }

  /** Whether the server may answer if it is asked again: it restarts, or the slot is still held. */
  public static boolean isPassing(SQLException error) {
    String state = state(error);
    return state.isEmpty()
        || state.startsWith(CONNECTION_CLASS)
        || state.startsWith(OPERATOR_CLASS)
        || state.startsWith(SYSTEM_CLASS)
        || state.startsWith(RESOURCES_CLASS) && !state.equals(LIMIT_EXCEEDED)
        || state.equals(OBJECT_IN_USE);
  }

  /** The snapshot of another session that is not there any more. */
  public static boolean isLostSnapshot(SQLException error) {
    String state = state(error);
    return state.equals(INVALID_PARAMETER)
        || state.equals(UNDEFINED_OBJECT)
        || state.equals(WRONG_STATE);
  }

  public static boolean isDuplicate(SQLException error) {
    return state(error).equals(DUPLICATE_OBJECT);
  }

  public static PostgresException connecting(PostgresAddress address, SQLException error) {
    String state = state(error);
    if (state.equals(WRONG_PASSWORD) || state.equals(NO_ENTRY)) {
      return PostgresException.permanent(
          "PostgreSQL at "
              + address.server()
              + " does not let user '"
              + address.username()
              + "' in. Check the user name and the password, and the server's pg_hba.conf (a line"
              + " for the database, and with old rules one for replication).",
          error);
    }
    if (state.equals(NO_DATABASE)) {
      return PostgresException.permanent(
          "PostgreSQL at "
              + address.server()
              + " has no database '"
              + address.database()
              + "'. Check its name.",
          error);
    }
    if (state.startsWith(CONNECTION_CLASS)) {
      return PostgresException.passing(
          "PostgreSQL cannot be reached at "
              + address.server()
              + ". Check host name and port, and that the server runs.",
          error);
    }
    return translated(address, "takes no connection", error);
  }

  /**
   * @param what the server refused to do, behind its name
   */
  public static PostgresException translated(
      PostgresAddress address, String what, SQLException error) {
    if (state(error).equals(NO_PRIVILEGE)) {
      return PostgresException.permanent(
          "Role '"
              + address.username()
              + "' lacks a privilege at PostgreSQL "
              + address.server()
              + ", "
              + address.database()
              + ": "
              + oneLine(error)
              + ". Grant it (SELECT on the tables, ALTER ROLE ... REPLICATION for the slot).",
          error);
    }
    String message =
        "PostgreSQL at "
            + address.server()
            + ", database '"
            + address.database()
            + "', "
            + what
            + ": "
            + oneLine(error);
    return isPassing(error)
        ? PostgresException.passing(message, error)
        : PostgresException.permanent(message, error);
  }

  public static String oneLine(SQLException error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("").strip();
  }
}
