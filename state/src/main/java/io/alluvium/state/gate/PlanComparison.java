package io.alluvium.state.gate;

import java.util.List;
import java.util.Optional;

/**
 * What becomes of a job whose plan is replaced.
 *
 * @param models in the order of their names
 * @param operators those that keep state, each behind its inputs, then those that are left out
 */
public record PlanComparison(List<ModelVerdict> models, List<OperatorVerdict> operators) {
  public PlanComparison {
    models = List.copyOf(models);
    operators = List.copyOf(operators);
  }

  /** With what a savepoint says against all of it. */
  public PlanComparison withProblems(List<String> problems) {
    return new PlanComparison(
        models.stream()
            .map(
                model ->
                    model.verdict() == Verdict.DROPPED
                        ? model
                        : new ModelVerdict(
                            model.model(),
                            Verdict.INCOMPATIBLE,
                            problems,
                            Optional.empty(),
                            model.silent()))
            .toList(),
        operators);
  }

  /** Whether nothing is lost and nothing is wrong. */
  public boolean isHarmless() {
    return models.stream().allMatch(model -> model.verdict().isHarmless());
  }
}
