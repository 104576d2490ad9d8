package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.check.Finding;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a server must be set to, and a user be allowed, for a capture that loses nothing. */
final class ServerCheck {
  private static final String VARIABLES =
      "SHOW GLOBAL VARIABLES WHERE variable_name IN ('log_bin', 'binlog_format',"
          + " 'binlog_row_image', 'binlog_row_metadata', 'binlog_row_value_options',"
          + " 'binlog_transaction_compression', 'log_bin_compress',"
          + " 'expire_logs_days', 'binlog_expire_logs_seconds',"
          + " 'server_id', 'version')";
  private static final String MAY_REPLICATE = "REPLICATION SLAVE";
  private static final String MAY_REPLICATE_MARIADB = "REPLICATION REPLICA";
  private static final List<String> MAY_SEE_POSITION =
      List.of("REPLICATION CLIENT", "BINLOG MONITOR", "SUPER");
  private static final String EVERYTHING = "ALL PRIVILEGES";

  private static final long SECONDS_PER_DAY = 86_400;
  private static final long SHORT_SECONDS = SECONDS_PER_DAY;
  private static final String SERVER = "server";

  private final ServerAddress address;
  private final MySqlSettings settings;
  private final Connection connection;
  private final List<Finding> findings = new ArrayList<>();

  ServerCheck(MySqlSettings settings, Connection connection) {
    this.settings = settings;
    this.address = settings.address();
    this.connection = connection;
  }

  /**
   * @throws CdcException where something is not as it must be
   */
  void run() {
    for (Finding finding : findings()) {
      if (finding.severity() == Finding.Severity.PROBLEM) {
        throw new CdcException(
            "MySQL at "
                + address.server()
                + ": "
                + finding.subject()
                + " "
                + finding.text()
                + (finding.mend().isEmpty() ? "" : ". Run " + String.join("; ", finding.mend()))
                + ".");
      }
    }
  }

  /** All that matters to a capture. */
  List<Finding> findings() {
    findings.clear();
    try {
      Map<String, String> variables = variables();
      if ("ON".equals(variables.get("log_bin"))) {
        findings.add(Finding.ok(SERVER, "writes a binary log"));
      } else {
        findings.add(Finding.problem(SERVER, "writes no binary log; set log_bin and restart it"));
      }
      wanted(variables, "binlog_format", "ROW");
      wanted(variables, "binlog_row_image", "FULL");
      if (variables.containsKey("binlog_row_metadata")) {
        wanted(variables, "binlog_row_metadata", "FULL");
      } else {
        findings.add(
            Finding.problem(
                SERVER,
                "is version "
                    + variables.get("version")
                    + ", which does not log the names of columns; upgrade it to MySQL 8.0.1 or"
                    + " MariaDB 10.5 at least"));
      }
      wanted(variables, "binlog_row_value_options", "");
      wanted(variables, "binlog_transaction_compression", "OFF");
      wanted(variables, "log_bin_compress", "OFF");
      serverId(variables);
      retention(variables);
      privileges();
    } catch (SQLException e) {
      throw MySqlErrors.reading(address, "its settings", e);
    }
    return List.copyOf(findings);
  }

  private void serverId(Map<String, String> variables) {
    if (String.valueOf(settings.serverId()).equals(variables.get("server_id"))) {
      findings.add(
          Finding.problem(
              SERVER,
              "has itself the number "
                  + settings.serverId()
                  + "; give another one by source.server-id"));
    }
  }

  /** What a job that is down for longer has missed, it cannot get any more. */
  private void retention(Map<String, String> variables) {
    String inSeconds = variables.get("binlog_expire_logs_seconds");
    String inDays = variables.getOrDefault("expire_logs_days", "0");
    long seconds =
        inSeconds == null || inSeconds.equals("0")
            ? (long) (Double.parseDouble(inDays) * SECONDS_PER_DAY)
            : Long.parseLong(inSeconds);
    if (seconds == 0) {
      findings.add(Finding.ok(SERVER, "keeps its binary log until it is purged by hand"));
    } else if (seconds < SHORT_SECONDS) {
      findings.add(
          Finding.warning(
              SERVER,
              "keeps its binary log for "
                  + seconds
                  + " s: a job that is down for longer has to begin anew",
              inSeconds == null
                  ? "SET GLOBAL expire_logs_days = 7"
                  : "SET GLOBAL binlog_expire_logs_seconds = " + 7 * SECONDS_PER_DAY));
    } else {
      findings.add(
          Finding.ok(SERVER, "keeps its binary log for " + seconds / SECONDS_PER_DAY + " days"));
    }
  }

  private Map<String, String> variables() throws SQLException {
    Map<String, String> variables = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(VARIABLES)) {
      while (rows.next()) {
        variables.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
      }
    }
    return variables;
  }

  /** Nothing where the server has no such variable. */
  private void wanted(Map<String, String> variables, String variable, String value) {
    String actual = variables.get(variable);
    if (actual == null) {
      return;
    }
    if (actual.equalsIgnoreCase(value)) {
      findings.add(Finding.ok(SERVER, variable + " is " + (value.isEmpty() ? "empty" : value)));
    } else {
      String literal = value.equals("OFF") ? value : Identifiers.literal(value);
      findings.add(
          Finding.problem(
              SERVER,
              "has " + variable + " = " + actual + ", so that changes cannot be captured",
              "SET GLOBAL " + variable + " = " + literal));
    }
  }

  private void privileges() throws SQLException {
    StringBuilder grants = new StringBuilder();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW GRANTS")) {
      while (rows.next()) {
        String grant = rows.getString(1).toUpperCase(Locale.ROOT);
        // Those of all databases; a role's are not shown, and are the user's own matter.
        if (grant.contains(" ON *.* ")) {
          grants.append(grant).append('\n');
        } else if (!grant.contains(" ON ")) {
          return;
        }
      }
    }
    String all = grants.toString();
    if (all.contains(EVERYTHING)) {
      findings.add(Finding.ok(user(), "may do everything"));
      return;
    }
    if (!all.contains(MAY_REPLICATE) && !all.contains(MAY_REPLICATE_MARIADB)) {
      missing("may not read the binary log", "REPLICATION SLAVE");
    } else {
      findings.add(Finding.ok(user(), "may read the binary log"));
    }
    if (MAY_SEE_POSITION.stream().noneMatch(all::contains)) {
      missing("may not see where the binary log is", "REPLICATION CLIENT");
    }
  }

  private String user() {
    return "user " + address.username();
  }

  private void missing(String what, String privilege) throws SQLException {
    findings.add(
        Finding.problem(
            user(), what, "GRANT " + privilege + " ON *.* TO " + Identifiers.user(connection)));
  }
}
