package io.alluvium.doctor.rules;

import io.alluvium.doctor.Rule;
import io.alluvium.doctor.Severity;
import io.alluvium.doctor.files.Project;
import io.alluvium.doctor.files.SqlStatement;
import io.alluvium.doctor.files.SqlToken;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What is served: Redis, Snowflake, and tables that plain readers read. */
final class ServingRules {
  private static final String AREA = "Serving";

  private ServingRules() {}

  static List<Rule> list() {
    return List.of(
        new Rule(
            "redis-unguarded",
            Severity.WARNING,
            AREA,
            "After a failure older changes overwrite newer ones, and deleted rows come back.",
            "Leave `write.guard` out.",
            "flink-connector-redis#35: deletes were not applied",
            (project, report) ->
                option(
                    project,
                    "redis",
                    "write.guard",
                    value -> value.equals("none"),
                    table -> report.found(table.file(), line(table, "write.guard"), "no guard"))),
        new Rule(
            "redis-without-tls",
            Severity.ERROR,
            AREA,
            "Rows and the password go over the network unencrypted; Azure's Redis refuses such connections.",
            "Write `rediss://` and the port of TLS.",
            "Azure Cache for Redis: non-TLS port is off",
            (project, report) ->
                option(
                    project,
                    "redis",
                    "uri",
                    uri -> uri.startsWith("redis://") && !isHere(uri),
                    table ->
                        report.found(
                            table.file(), line(table, "uri"), "Redis elsewhere without TLS"))),
        new Rule(
            "snowflake-flushes-often",
            Severity.WARNING,
            AREA,
            "Every flush wakes the warehouse, which is paid by the minute: flushes each few seconds keep it on"
                + " day and night.",
            "Set `sink.staleness` to what readers need, a minute or more.",
            "airbyte#43046: ten times the credits; pipelinewise#605",
            (project, report) ->
                option(
                    project,
                    "snowflake",
                    "sink.staleness",
                    text ->
                        Quantities.duration(text)
                            .filter(time -> time.compareTo(Duration.ofMinutes(1)) < 0)
                            .isPresent(),
                    table ->
                        report.found(
                            table.file(),
                            line(table, "sink.staleness"),
                            "sink.staleness: " + table.option("sink.staleness")))),
        new Rule(
            "gold-merge-on-read",
            Severity.WARNING,
            AREA,
            "Power BI's connector and other plain readers know no deletion vectors: they show rows that were"
                + " deleted, or refuse the table.",
            "Set `'write.mode' = 'copy-on-write'` for tables that are read so.",
            "delta#1978; delta-io/connectors#99",
            ServingRules::mergeOnRead));
  }

  private static void option(
      Project project,
      String connector,
      String option,
      Predicate<String> isWrong,
      Consumer<SqlStatement> found) {
    KafkaTables.tables(
        project,
        connector::equals,
        table -> {
          if (isWrong.test(table.option(option))) {
            found.accept(table);
          }
        });
  }

  private static int line(SqlStatement table, String option) {
    return KafkaTables.line(table, option);
  }

  private static boolean isHere(String uri) {
    // Of a script the address is filled in when it runs.
    return uri.contains("//127.") || uri.contains("//localhost") || uri.contains("{");
  }

  private static void mergeOnRead(Project project, Rule.Report report) {
    project
        .sql()
        .forEach(
            file ->
                file.statements().stream()
                    .filter(
                        statement ->
                            statement.begins("CREATE")
                                && statement.option("write.mode").equals("merge-on-read")
                                && isGold(statement))
                    .forEach(
                        statement ->
                            report.found(
                                file.file(),
                                line(statement, "write.mode"),
                                "a gold table that is merged on read")));
  }

  private static boolean isGold(SqlStatement statement) {
    int table = statement.indexOf("TABLE", 0);
    int end = statement.indexOf("(", table);
    for (SqlToken token : statement.tokens().subList(Math.min(table, end), end)) {
      if (token.is("gold")) {
        return true;
      }
    }
    return false;
  }
}
