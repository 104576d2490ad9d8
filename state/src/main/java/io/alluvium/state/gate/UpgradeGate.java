package io.alluvium.state.gate;

import io.alluvium.state.plan.PlanFile;
import io.alluvium.state.plan.PlanNode;
import io.alluvium.state.plan.PlanState;
import io.alluvium.state.plan.PlanState.Contents;
import io.alluvium.state.plan.StateDifference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares the plan that a job runs with one that it is to run, operator by operator, without
 * running either.
 *
 * <p>Flink looks at serializers only: it restores the sum of another column, the counts of another
 * condition, or a window of another size without a word. So this looks at what operators compute.
 */
public final class UpgradeGate {
  private final PlanState former;
  private final PlanState next;
  private final OperatorMatching matching;

  private UpgradeGate(PlanState former, PlanState next) {
    this.former = former;
    this.next = next;
    this.matching = new OperatorMatching(former, next);
  }

  /** Says what becomes of each model and operator. */
  public static PlanComparison compare(PlanFile running, PlanFile wanted) {
    return new UpgradeGate(PlanState.of(running), PlanState.of(wanted)).compare();
  }

  private PlanComparison compare() {
    Map<PlanNode, OperatorVerdict> verdicts = new LinkedHashMap<>();
    for (PlanNode node : OperatorMatching.keeping(next)) {
      verdicts.put(node, below(own(node), verdicts));
    }
    List<OperatorVerdict> operators = new ArrayList<>(verdicts.values());
    for (PlanNode left : matching.left()) {
      operators.add(
          new OperatorVerdict(
              null, left, Verdict.DROPPED, "", Optional.empty(), former.models(left)));
    }
    Set<String> models = new TreeSet<>(former.models());
    models.addAll(next.models());
    ModelVerdicts byModel = new ModelVerdicts(former, next, operators);
    return new PlanComparison(models.stream().map(byModel::of).toList(), operators);
  }

  /** By the operator alone. */
  private OperatorVerdict own(PlanNode node) {
    Optional<PlanNode> match = matching.former(node);
    if (match.isEmpty()) {
      return verdict(node, null, Verdict.NEW, "", Optional.empty());
    }
    PlanNode before = match.get();
    Optional<StateDifference> difference = former.difference(before, next, node);
    if (difference.isPresent()) {
      return verdict(
          node, before, Verdict.RESET, difference.get().text(), difference.get().silently());
    }
    if (node.isSource()) {
      Set<String> options = former.otherOptions(before, node);
      return verdict(
          node,
          before,
          Verdict.KEPT,
          options.isEmpty() ? "" : "other options of its table: " + String.join(", ", options),
          Optional.empty());
    }
    Contents was = former.contents(before);
    Contents is = next.contents(node);
    if (was.equals(is) || !next.isStateful(node)) {
      return verdict(node, before, Verdict.KEPT, "", Optional.empty());
    }
    boolean onlyRows = was.values().equals(is.values());
    return verdict(
        node,
        before,
        Verdict.MIXED,
        onlyRows
            ? "it reads other rows than before: a condition, or what is before it, has changed"
            : "it is made of other values than before",
        Optional.of(
            onlyRows
                ? "what the former rows gave stays in its state"
                : "what the former values gave stays in its state, and the new ones are added"));
  }

  private OperatorVerdict verdict(
      PlanNode node, PlanNode before, Verdict verdict, String reason, Optional<String> silent) {
    return new OperatorVerdict(node, before, verdict, reason, silent, next.models(node));
  }

  /** What the operators before it make of it: state that no longer fits what comes is no use. */
  private OperatorVerdict below(OperatorVerdict own, Map<PlanNode, OperatorVerdict> verdicts) {
    boolean goesOn = own.verdict() == Verdict.KEPT || own.verdict() == Verdict.MIXED;
    if (!goesOn || own.node().isSource() || !next.isStateful(own.node())) {
      return own;
    }
    for (PlanNode above : next.upstream(own.node())) {
      OperatorVerdict before = verdicts.get(above);
      if (before == null) {
        continue;
      }
      boolean anew = before.verdict() == Verdict.RESET || before.verdict() == Verdict.NEW;
      if (anew && above.isSource() && wasRead(above, own.former())) {
        return own.as(
            Verdict.RESET, above.table().orElseThrow() + " is read again, and would count twice");
      }
      if (anew && !above.isSource() && next.changesRows(above)) {
        return own.as(Verdict.RESET, "what it reads starts anew: " + above.description());
      }
    }
    return own;
  }

  private boolean wasRead(PlanNode source, PlanNode before) {
    return former.upstream(before).stream()
        .anyMatch(above -> above.isSource() && above.table().equals(source.table()));
  }
}
