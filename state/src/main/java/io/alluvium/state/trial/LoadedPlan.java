package io.alluvium.state.trial;

import io.alluvium.state.StateException;
import io.alluvium.state.plan.PlanFile;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.CompiledPlan;
import org.apache.flink.table.api.PlanReference;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.api.internal.TableEnvironmentImpl;
import org.apache.flink.table.delegation.InternalPlan;

/** Adds a compiled plan to an environment, as Flink does only while it submits. */
public final class LoadedPlan {
  private LoadedPlan() {}

  /**
   * Adds the operators of a plan.
   *
   * @param tables of the environment; knows the functions that the plan calls
   * @throws StateException where the planner does not take the plan
   */
  public static void addTo(
      StreamExecutionEnvironment environment, StreamTableEnvironment tables, PlanFile plan) {
    List<Transformation<?>> operators;
    try {
      CompiledPlan loaded = tables.loadPlan(PlanReference.fromJsonString(plan.json()));
      operators =
          ((TableEnvironmentImpl) tables).getPlanner().translatePlan((InternalPlan) unwrap(loaded));
    } catch (TableException e) {
      throw new StateException("The plan cannot be loaded: " + StateException.reason(e), e);
    }
    operators.forEach(environment::addOperator);
  }

  /** It is not public: the plan itself only runs. */
  private static Object unwrap(CompiledPlan plan) {
    try {
      Method unwrap = plan.getClass().getDeclaredMethod("unwrap");
      unwrap.setAccessible(true);
      return unwrap.invoke(plan);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("another release of Flink than this was made for", e);
    }
  }
}
