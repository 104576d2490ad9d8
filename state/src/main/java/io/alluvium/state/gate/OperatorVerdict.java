package io.alluvium.state.gate;

import io.alluvium.state.plan.PlanNode;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;

/**
 * What becomes of an operator that keeps state.
 *
 * @param node of the new plan; null for one that is left out
 * @param former of the old plan, whose place it takes; null where there was none
 * @param reason for people; empty where it is kept
 * @param silent what would go wrong without an error if its state were restored all the same
 */
public record OperatorVerdict(
    @Nullable PlanNode node,
    @Nullable PlanNode former,
    Verdict verdict,
    String reason,
    Optional<String> silent,
    Set<String> models) {
  public OperatorVerdict {
    models = Set.copyOf(models);
  }

  /** For people. */
  public String description() {
    return (node == null ? former : node).description();
  }

  OperatorVerdict as(Verdict other, String because) {
    return new OperatorVerdict(node, former, other, because, silent, models);
  }
}
