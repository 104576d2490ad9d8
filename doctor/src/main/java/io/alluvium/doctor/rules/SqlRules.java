package io.alluvium.doctor.rules;

import io.alluvium.doctor.Rule;
import io.alluvium.doctor.Severity;
import io.alluvium.doctor.files.Project;
import io.alluvium.doctor.files.Settings;
import io.alluvium.doctor.files.SqlFile;
import io.alluvium.doctor.files.SqlStatement;
import io.alluvium.doctor.files.SqlToken;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Statements of Flink SQL. */
final class SqlRules {
  private static final String AREA = "SQL";
  private static final String TIME_TO_LIVE = "table.exec.state.ttl";

  private SqlRules() {}

  static List<Rule> list() {
    return List.of(
        new Rule(
            "join-state-unbounded",
            Severity.ERROR,
            AREA,
            "A regular join keeps both sides for ever. State grows with every row until checkpoints time out.",
            "Set `table.exec.state.ttl`, give the query a STATE_TTL hint, or join by time: an interval, or FOR"
                + " SYSTEM_TIME AS OF.",
            "flink#23752; paimon#571",
            SqlRules::unboundedJoins),
        new Rule(
            "watermark-without-idleness",
            Severity.WARNING,
            AREA,
            "A partition without messages, or a reader without a partition where parallelism is above their"
                + " number, holds the watermark: windows do not close.",
            "Add `'scan.watermark.idle-timeout' = '1 min'` to the table, or set"
                + " `table.exec.source.idle-timeout`.",
            "flink#22767 (FLINK-31535)",
            SqlRules::idleness),
        new Rule(
            "parse-errors-ignored",
            Severity.ERROR,
            AREA,
            "Messages that cannot be read are dropped without a word; a change of the format drops all of them.",
            "Leave the option out; streams of `alluvium ingest stream` keep such messages as dead letters.",
            "FLINK-36549: good data was dropped",
            (project, report) ->
                statements(
                    project,
                    statement -> {
                      for (Map.Entry<String, SqlToken> option : statement.options().entrySet()) {
                        if (option.getKey().endsWith("ignore-parse-errors")
                            && option.getValue().text().equals("true")) {
                          report.found(
                              statement.file(),
                              option.getValue().line(),
                              option.getKey() + " is on");
                        }
                      }
                    })),
        new Rule(
            "compile-plan-syntax",
            Severity.ERROR,
            AREA,
            "The parser wants `COMPILE PLAN 'file' FOR STATEMENT SET BEGIN … END`; what the documentation said for"
                + " years does not parse.",
            "Leave EXECUTE out before STATEMENT SET, and write IF NOT EXISTS behind the path.",
            "FLINK-26250; flink#29934",
            (project, report) ->
                statements(
                    project,
                    statement -> {
                      int set = statement.indexOf("EXECUTE", 2);
                      boolean executes = statement.isAt(set, "EXECUTE", "STATEMENT", "SET");
                      if (statement.begins("COMPILE", "PLAN")
                          && (executes || statement.isAt(2, "IF"))) {
                        report.found(
                            statement.file(),
                            statement.line(),
                            "COMPILE PLAN as it does not parse");
                      }
                    })),
        new Rule(
            "upserts-out-of-order",
            Severity.ERROR,
            AREA,
            "Changes of a key that reach the sink in another order leave the older row there.",
            "Leave `table.exec.sink.upsert-materialize` at AUTO.",
            "paimon#571 gives this advice for tables that sort by themselves only",
            (project, report) -> {
              String key = "table.exec.sink.upsert-materialize";
              for (SqlFile file : project.sql()) {
                file.setting(key)
                    .filter(value -> value.text().equalsIgnoreCase("NONE"))
                    .ifPresent(value -> report.found(file.file(), value.line(), key + " is NONE"));
              }
              SettingsCheck.wrong(key, text -> text.equalsIgnoreCase("NONE")).look(project, report);
            }),
        new Rule(
            "nulls-dropped",
            Severity.ERROR,
            AREA,
            "Rows with a null in a column that is NOT NULL disappear without a word.",
            "Leave `table.exec.sink.not-null-enforcer` at ERROR, and filter in the query, where it can be seen.",
            "Flink documentation: table.exec.sink.not-null-enforcer",
            (project, report) -> {
              String key = "table.exec.sink.not-null-enforcer";
              for (SqlFile file : project.sql()) {
                file.setting(key)
                    .filter(value -> value.text().equalsIgnoreCase("DROP"))
                    .ifPresent(value -> report.found(file.file(), value.line(), key + " is DROP"));
              }
              SettingsCheck.wrong(key, text -> text.equalsIgnoreCase("DROP")).look(project, report);
            }),
        new Rule(
            "partitions-undiscovered",
            Severity.WARNING,
            AREA,
            "Partitions that are added while the job runs are not read.",
            "Leave `scan.topic-partition-discovery.interval` out (5 min), or set a time.",
            "Kafka connector documentation: 0 switches discovery off",
            (project, report) -> {
              String key = "scan.topic-partition-discovery.interval";
              KafkaTables.each(
                  project,
                  table -> {
                    if (Quantities.duration(table.option(key))
                        .filter(interval -> interval.compareTo(Duration.ZERO) <= 0)
                        .isPresent()) {
                      report.found(table.file(), KafkaTables.line(table, key), "discovery is off");
                    }
                  });
            }));
  }

  /** A look at a statement. */
  private interface StatementLook {
    void at(SqlStatement statement);
  }

  private static void statements(Project project, StatementLook look) {
    project.sql().forEach(file -> file.statements().forEach(look::at));
  }

  private static void unboundedJoins(Project project, Rule.Report report) {
    for (Settings settings : project.settings()) {
      if (isBounded(settings.text(TIME_TO_LIVE))) {
        return;
      }
    }
    for (SqlFile file : project.sql()) {
      boolean isBatch =
          file.setting("execution.runtime-mode")
              .filter(mode -> mode.text().equalsIgnoreCase("batch"))
              .isPresent();
      boolean isBounded =
          file.setting(TIME_TO_LIVE).filter(value -> isBounded(value.text())).isPresent();
      if (isBatch || isBounded) {
        continue;
      }
      for (SqlStatement statement : file.statements()) {
        if (statement.has("INSERT") && !statement.has("STATE_TTL")) {
          regularJoin(statement)
              .ifPresent(
                  line -> report.found(file.file(), line, "a regular join without a time to live"));
        }
      }
    }
  }

  private static boolean isBounded(String timeToLive) {
    return Quantities.duration(timeToLive).filter(time -> !time.isZero()).isPresent();
  }

  /** The line of the first join that is neither by time nor of one row's own values. */
  private static OptionalInt regularJoin(SqlStatement statement) {
    List<SqlToken> tokens = statement.tokens();
    for (int i = 0; i < tokens.size(); i++) {
      if (!tokens.get(i).is("JOIN")) {
        continue;
      }
      boolean isOther = false;
      for (int j = i + 1; j < tokens.size() && !tokens.get(j).is("JOIN"); j++) {
        SqlToken token = tokens.get(j);
        isOther |=
            token.is("SYSTEM_TIME")
                || token.is("INTERVAL")
                || token.is("LATERAL")
                || token.is("UNNEST");
      }
      if (!isOther) {
        return OptionalInt.of(tokens.get(i).line());
      }
    }
    return OptionalInt.empty();
  }

  private static void idleness(Project project, Rule.Report report) {
    String key = "table.exec.source.idle-timeout";
    for (Settings settings : project.settings()) {
      if (isBounded(settings.text(key))) {
        return;
      }
    }
    for (SqlFile file : project.sql()) {
      if (file.setting(key).filter(value -> isBounded(value.text())).isPresent()) {
        continue;
      }
      for (SqlStatement statement : file.statements()) {
        int watermark = statement.indexOf("WATERMARK", 0);
        if (statement.isTable()
            && statement.connector().contains("kafka")
            && statement.isAt(watermark, "WATERMARK", "FOR")
            && statement.option("scan.watermark.idle-timeout").isEmpty()) {
          report.found(
              file.file(),
              statement.tokens().get(watermark).line(),
              "a watermark that a silent partition holds");
        }
      }
    }
  }
}
