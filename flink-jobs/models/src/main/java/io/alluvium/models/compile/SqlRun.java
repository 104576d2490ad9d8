package io.alluvium.models.compile;

import io.alluvium.models.ModelException;
import io.alluvium.models.compile.JobScript.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.api.TableEnvironment;

/** Runs a statement of a job's preparation. */
public final class SqlRun {
  private static final Pattern SET =
      Pattern.compile("SET\\s+'([^']+)'\\s*=\\s*'([^']*)'", Pattern.CASE_INSENSITIVE);

  private SqlRun() {}

  /**
   * @throws ModelException that names where the statement is of
   */
  public static void run(TableEnvironment tables, Statement statement) {
    // SET is a command of the SQL client, not a statement.
    Matcher setting = SET.matcher(statement.sql());
    try {
      if (setting.matches()) {
        tables.getConfig().set(setting.group(1), setting.group(2));
      } else {
        tables.executeSql(statement.sql());
      }
    } catch (RuntimeException e) {
      String place =
          statement
              .model()
              .map(model -> model.file() + ", line 1")
              .orElse(statement.comment().isEmpty() ? statement.sql() : statement.comment());
      throw ModelException.at(place, e);
    }
  }
}
