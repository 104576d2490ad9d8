package io.alluvium.connectors.snowflake;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What Snowflake's errors mean for the sink. */
final class SnowflakeErrors {
  private static final int NULL_IN_COLUMN = 100072;

  /** What to do about those that trying again does not mend. */
  private static final Map<Integer, String> REMEDIES =
      Map.ofEntries(
          Map.entry(
              2003,
              "Create it, or set 'schema.changes' = 'create'. If it was there before, check that the"
                  + " role may use it, or, if it was dropped, run the job anew without its state"),
          Map.entry(3001, "Grant the role what docs/connectors/snowflake.md lists"),
          Map.entry(606, "Check option 'warehouse' and the role's USAGE on it"),
          Map.entry(904, "Add the column, or set 'schema.changes' = 'evolve'"),
          Map.entry(90105, "Check options 'database' and 'schema', and the role's USAGE on them"),
          Map.entry(100038, "Make the column wider, or cast the value in the query"),
          Map.entry(
              NULL_IN_COLUMN,
              "Look for a column of the table that is NOT NULL and which the query leaves null"),
          Map.entry(100078, "Make the column longer, or set its length by 'column.types'"),
          Map.entry(390100, "Check option 'user'"),
          Map.entry(
              390144,
              "Check option 'user', that its RSA_PUBLIC_KEY belongs to the private key, and this"
                  + " machine's clock"),
          Map.entry(
              390303, "Give a valid token by 'oauth.token.file' or 'oauth.token.environment'"),
          Map.entry(
              390318, "Renew the token in 'oauth.token.file'; it is read anew for each login"));

  /** Refused whatever the code: the statement or the value is wrong. */
  private static final Set<String> LASTING_STATES = Set.of("22", "42", "0A");

  private SnowflakeErrors() {}

  /** Whether to try again: a connection, a lock, a session, or a file that was not whole. */
  static boolean mayPass(SQLException error) {
    int code = error.getErrorCode();
    if (code == NULL_IN_COLUMN) {
      return true;
    }
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    return !REMEDIES.containsKey(code) && LASTING_STATES.stream().noneMatch(state::startsWith);
  }

  /** One line with the table, what was done, the reason and the remedy. */
  static SnowflakeException describe(TableLayout layout, String what, SQLException error) {
    return describe("Snowflake table " + layout.fullName(), what, error);
  }

  /**
   * @param where such as a table
   */
  static SnowflakeException describe(String where, String what, SQLException error) {
    String reason =
        String.valueOf(error.getMessage()).replaceAll("\\s*\\n\\s*", " ").replaceAll("\\.$", "");
    String remedy =
        REMEDIES.getOrDefault(
            error.getErrorCode(),
            mayPass(error) ? "Check option 'url' and that the account answers" : "");
    return new SnowflakeException(
        String.format(
            Locale.ROOT,
            "%s: %s failed: %s (%06d)%s",
            where,
            what,
            reason,
            error.getErrorCode(),
            remedy.isEmpty() ? "." : ". " + remedy + "."),
        error);
  }
}
