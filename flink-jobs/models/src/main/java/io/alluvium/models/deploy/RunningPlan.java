package io.alluvium.models.deploy;

import io.alluvium.models.ModelException;
import io.alluvium.models.compile.JobScript.Statement;
import io.alluvium.models.compile.SqlRun;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.TableEnvironment;

/**
 * The planner's plan of models that were started together, as it makes it of the statements that
 * they were started with.
 *
 * @param json of Flink
 * @param functions digests of those that the models called when they were started, by name
 */
public record RunningPlan(String json, Map<String, String> functions) {
  public RunningPlan {
    functions = Map.copyOf(functions);
  }

  /**
   * @param stores by the id of a model that writes to a store, the statement that makes its table:
   *     the kept one lacks passwords
   */
  static Optional<RunningPlan> of(Generation generation, Map<String, String> stores) {
    TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    tables.getConfig().setIdleStateRetention(Duration.ZERO);
    Map<String, DeployedModel> running = new TreeMap<>(generation.models());
    running.values().removeIf(DeployedModel::isComing);
    for (KeptStatement statement : generation.preparation()) {
      String current = stores.get(statement.model());
      boolean isStore = statement.createsTemporaryTable() && current != null;
      SqlRun.run(
          tables,
          new Statement(
              isStore ? current : statement.sql(), statement.comment(), Optional.empty()));
    }
    StatementSet inserts = tables.createStatementSet();
    boolean isEmpty = true;
    for (KeptStatement insert : generation.inserts()) {
      if (insert.model() != null && running.containsKey(insert.model())) {
        inserts.addInsertSql(insert.sql());
        isEmpty = false;
      }
    }
    if (isEmpty) {
      return Optional.empty();
    }
    Map<String, String> functions = new TreeMap<>();
    for (DeployedModel model : running.values()) {
      if (model.functions() != null) {
        functions.putAll(model.functions());
      }
    }
    try {
      return Optional.of(new RunningPlan(inserts.compilePlan().asJsonString(), functions));
    } catch (RuntimeException e) {
      throw new ModelException(
          "What runs cannot be planned any more: " + ModelException.reason(e), e);
    }
  }
}
