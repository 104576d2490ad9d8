package io.alluvium.models.deploy;

import io.alluvium.models.ModelException;
import io.alluvium.models.compile.JobScript.Statement;
import io.alluvium.models.compile.QueryPlan;
import io.alluvium.models.compile.SqlRun;
import io.alluvium.models.jinja.Relation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/**
 * Compares the query of a model with its former one, by what the planner makes of both: two that it
 * plans in the same way give the same rows.
 */
final class QueryComparison {
  private static final Pattern FUNCTION =
      Pattern.compile("CREATE\\s+(TEMPORARY\\s+)?(SYSTEM\\s+)?FUNCTION\\s.*", Pattern.DOTALL);

  private final List<KeptStatement> former;
  private final List<KeptStatement> now;

  /**
   * @param former what prepares the former query
   * @param now what prepares the query
   */
  QueryComparison(List<KeptStatement> former, List<KeptStatement> now) {
    this.former = former;
    this.now = now;
  }

  /** How a query differs from a former one. */
  enum Difference {
    /** In nothing that counts. */
    NONE,
    /** It has other columns; those that both have are the same. */
    COLUMNS,
    /** As {@link #COLUMNS}, but it cannot begin in the middle of what it reads. */
    COLUMNS_OF_STATE,
    /** In its rows. */
    ROWS
  }

  /** Compares the statements that write the table of a model. */
  Difference compare(KeptStatement formerInsert, KeptStatement insert) {
    if (!functions(now).containsAll(functions(former))) {
      return Difference.ROWS;
    }
    List<String> common = new ArrayList<>(formerInsert.columns());
    common.retainAll(insert.columns());
    try {
      if (common.isEmpty()
          || !plan(former, formerInsert, common).equals(plan(now, insert, common))) {
        return Difference.ROWS;
      }
      if (common.size() == formerInsert.columns().size()
          && common.size() == insert.columns().size()) {
        return Difference.NONE;
      }
      QueryPlan whole = plan(now, insert, insert.columns());
      return whole.keepsNothing() && readsEachTableOnce(whole)
          ? Difference.COLUMNS
          : Difference.COLUMNS_OF_STATE;
    } catch (ModelException e) {
      // One of them reads what is not there, so the other does not read it.
      return Difference.ROWS;
    }
  }

  private static boolean readsEachTableOnce(QueryPlan plan) {
    List<String> tables = plan.tables();
    return tables.stream().allMatch(table -> Collections.frequency(tables, table) == 1);
  }

  private static List<String> functions(List<KeptStatement> preparation) {
    return preparation.stream()
        .map(KeptStatement::sql)
        .filter(sql -> FUNCTION.matcher(sql).matches())
        .toList();
  }

  private static QueryPlan plan(
      List<KeptStatement> preparation, KeptStatement insert, List<String> columns) {
    TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    for (KeptStatement statement : needed(preparation, insert)) {
      SqlRun.run(tables, new Statement(statement.sql(), statement.comment(), Optional.empty()));
    }
    String query =
        "SELECT "
            + columns.stream().map(Relation::quoted).collect(Collectors.joining(", "))
            + " FROM (\n"
            + insert.query()
            + "\n)";
    try {
      return QueryPlan.of(tables, query);
    } catch (RuntimeException e) {
      throw ModelException.at(insert.comment() + ", line 1", e);
    }
  }

  /** Without the tables, which are there, and the views that the query does not read. */
  private static List<KeptStatement> needed(List<KeptStatement> preparation, KeptStatement insert) {
    StringBuilder text = new StringBuilder(insert.query());
    List<KeptStatement> needed = new ArrayList<>();
    for (int i = preparation.size() - 1; i >= 0; i--) {
      KeptStatement statement = preparation.get(i);
      if (statement.createsView() || statement.createsTemporaryTable()) {
        if (text.indexOf(statement.relation()) >= 0) {
          needed.add(0, statement);
          text.append('\n').append(statement.sql());
        }
      } else if (!statement.concernsTables()) {
        needed.add(0, statement);
      }
    }
    return needed;
  }
}
