package io.alluvium.doctor.rules;

import io.alluvium.doctor.files.Project;
import io.alluvium.doctor.files.SqlFile;
import io.alluvium.doctor.files.SqlStatement;
import io.alluvium.doctor.files.SqlToken;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Tables of SQL by their connector. */
final class KafkaTables {
  private static final String EVENT_HUBS = ".servicebus.windows.net";

  private KafkaTables() {}

  static boolean isEventHubs(String servers) {
    return servers.contains(EVENT_HUBS);
  }

  static void each(Project project, Consumer<SqlStatement> look) {
    tables(project, connector -> connector.contains("kafka"), look);
  }

  static void onEventHubs(Project project, Consumer<SqlStatement> look) {
    each(
        project,
        table -> {
          if (isEventHubs(table.option("properties.bootstrap.servers"))) {
            look.accept(table);
          }
        });
  }

  static void tables(Project project, Predicate<String> connector, Consumer<SqlStatement> look) {
    for (SqlFile file : project.sql()) {
      for (SqlStatement statement : file.statements()) {
        if (statement.isTable() && connector.test(statement.connector())) {
          look.accept(statement);
        }
      }
    }
  }

  /** The line of an option, or of the statement. */
  static int line(SqlStatement statement, String option) {
    SqlToken value = statement.options().get(option);
    return value == null ? statement.line() : value.line();
  }
}
