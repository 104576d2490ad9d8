package io.alluvium.state.gate;

import io.alluvium.state.plan.PlanFile;
import io.alluvium.state.plan.PlanNode;
import io.alluvium.state.plan.PlanState;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * Sets the uids of a plan, by which Flink finds the state of its operators. They are readable, and
 * follow from what an operator is of and what it does, not from how the planner numbers.
 */
public final class UpgradedPlan {
  private static final String TRANSFORMATION = "/<transformation>";

  private UpgradedPlan() {}

  /** Gives each operator of a plan that runs for the first time a uid. */
  public static void begin(PlanFile plan) {
    nameOthers(PlanState.of(plan), new HashSet<>(), new HashSet<>());
  }

  /**
   * Gives the operators that go on the uids that they had, and all others new ones, so that Flink
   * never sees state that is not meant for them.
   *
   * @param wanted is changed
   * @param mixed models, as {@code schema.table}, that are to go on although their state was made
   *     of other rows or values
   */
  public static void upgrade(PlanFile wanted, PlanComparison comparison, Set<String> mixed) {
    PlanState state = PlanState.of(wanted);
    Set<String> used = new HashSet<>();
    Set<PlanNode> named = new HashSet<>();
    Set<PlanNode> anew = new HashSet<>();
    for (OperatorVerdict operator : comparison.operators()) {
      if (operator.former() != null) {
        used.add(operator.former().uidFormat());
      }
      boolean isWanted =
          operator.verdict() == Verdict.KEPT
              || (operator.verdict() == Verdict.MIXED && mixed.containsAll(operator.models()));
      boolean isBelow =
          operator.node() != null
              && state.isStateful(operator.node())
              && !Collections.disjoint(anew, state.upstream(operator.node()));
      boolean goesOn = isWanted && !isBelow;
      if (!goesOn
          && operator.node() != null
          && !operator.node().isSource()
          && state.changesRows(operator.node())) {
        anew.add(operator.node());
      }
      if (goesOn) {
        operator.node().setUidFormat(operator.former().uidFormat());
        named.add(operator.node());
      }
    }
    nameOthers(state, used, named);
  }

  private static void nameOthers(PlanState plan, Set<String> used, Set<PlanNode> named) {
    for (PlanNode node : plan.plan().nodes()) {
      if (named.contains(node)) {
        continue;
      }
      String uid = plan.readableUid(node);
      String free = uid;
      for (int i = 2; !used.add(free + TRANSFORMATION); i++) {
        free = uid + "." + i;
      }
      node.setUidFormat(free + TRANSFORMATION);
    }
  }
}
