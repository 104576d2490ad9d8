package io.alluvium.models.compile;

import io.alluvium.models.ModelException;
import io.alluvium.models.compile.JobScript.Statement;
import io.alluvium.models.graph.Node.ModelNode;
import java.util.List;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.TableEnvironment;

/** The planner's plan of a job. */
public final class JobPlan {
  private JobPlan() {}

  static String json(TableEnvironment tables, JobScript script) {
    StatementSet inserts = tables.createStatementSet();
    add(inserts, script);
    try {
      return inserts.compilePlan().asJsonString();
    } catch (RuntimeException e) {
      throw problem(script, e);
    }
  }

  /** Adds the job's INSERT statements. */
  public static void add(StatementSet inserts, JobScript script) {
    for (Statement insert : script.inserts()) {
      try {
        inserts.addInsertSql(insert.sql());
      } catch (RuntimeException e) {
        throw ModelException.at(insert.comment() + ", line 1", e);
      }
    }
  }

  /** What the planner says of all statements together, at the model that it names. */
  public static ModelException problem(JobScript script, RuntimeException error) {
    String reason = ModelException.reason(error);
    List<ModelNode> writers =
        script.inserts().stream().flatMap(insert -> insert.model().stream()).toList();
    for (ModelNode model : writers) {
      if (reason.contains("." + model.schema() + "." + model.table() + "'")
          || reason.contains("." + model.schema() + "." + model.table() + "]")) {
        return new ModelException(model.file() + ", line 1: " + explained(reason, model), error);
      }
    }
    return new ModelException("job '" + script.job() + "': " + reason, error);
  }

  private static String explained(String reason, ModelNode model) {
    if (reason.contains("doesn't support consuming")) {
      boolean hasKey = !model.model().config().uniqueKey().isEmpty();
      return "the query changes rows that it gave before, but rows can only be added to the table; "
          + (hasKey ? "use materialized='table'" : "use materialized='table' with unique_key");
    }
    return reason;
  }
}
