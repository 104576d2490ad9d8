package io.alluvium.state.gate;

import io.alluvium.state.plan.PlanNode;
import io.alluvium.state.plan.PlanState;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/** Finds for each operator of a plan the one of the former plan whose place it takes. */
final class OperatorMatching {
  private final PlanState former;
  private final PlanState next;
  private final Map<PlanNode, PlanNode> matched = new HashMap<>();
  private final Set<PlanNode> taken = new HashSet<>();

  OperatorMatching(PlanState former, PlanState next) {
    this.former = former;
    this.next = next;
    // The surest first, so that no operator takes the place of one that another knows better.
    match((node, other) -> isSame(node, other) && shareModel(node, other));
    match(this::isSame);
    match((node, other) -> isReadable(node, other) && shareModel(node, other));
    match((node, other) -> isReadable(node, other) && (node.isSource() || node.isSink()));
    match((node, other) -> node.kind().equals(other.kind()) && shareModel(node, other));
  }

  Optional<PlanNode> former(PlanNode node) {
    return Optional.ofNullable(matched.get(node));
  }

  /** Those that no operator takes the place of. */
  List<PlanNode> left() {
    return keeping(former).stream().filter(node -> !taken.contains(node)).toList();
  }

  /** Sinks among them: their writers may keep state. */
  static List<PlanNode> keeping(PlanState plan) {
    return plan.plan().nodes().stream()
        .filter(node -> plan.isStateful(node) || node.isSink())
        .toList();
  }

  private void match(BiPredicate<PlanNode, PlanNode> rule) {
    for (PlanNode node : keeping(next)) {
      if (matched.containsKey(node)) {
        continue;
      }
      keeping(former).stream()
          .filter(other -> !taken.contains(other) && rule.test(node, other))
          .findFirst()
          .ifPresent(
              other -> {
                matched.put(node, other);
                taken.add(other);
              });
    }
  }

  private boolean isReadable(PlanNode node, PlanNode other) {
    return former.difference(other, next, node).isEmpty();
  }

  private boolean isSame(PlanNode node, PlanNode other) {
    return isReadable(node, other) && former.contents(other).equals(next.contents(node));
  }

  private boolean shareModel(PlanNode node, PlanNode other) {
    boolean comparable = node.isSource() == other.isSource() && node.isSink() == other.isSink();
    return comparable && !Collections.disjoint(next.models(node), former.models(other));
  }
}
