package io.alluvium.state.trial;

import java.util.List;
import java.util.Optional;

/**
 * What came of a trial.
 *
 * @param refusal why Flink does not restore the savepoint with what is to run; empty where it does
 * @param operators that the savepoint has state of; none where Flink refuses
 */
public record TrialOutcome(Optional<String> refusal, List<OperatorTrial> operators) {
  public TrialOutcome {
    operators = List.copyOf(operators);
  }

  static TrialOutcome refused(String reason) {
    return new TrialOutcome(Optional.of(reason), List.of());
  }

  /** Whether all that was restored was as it had been. */
  public boolean isProven() {
    return refusal.isEmpty()
        && operators.stream().allMatch(operator -> operator.differences().isEmpty());
  }
}
