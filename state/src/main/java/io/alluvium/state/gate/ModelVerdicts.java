package io.alluvium.state.gate;

import io.alluvium.state.plan.PlanNode;
import io.alluvium.state.plan.PlanState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sums up what becomes of the operators of a model. */
final class ModelVerdicts {
  private final PlanState former;
  private final PlanState next;
  private final List<OperatorVerdict> operators;

  ModelVerdicts(PlanState former, PlanState next, List<OperatorVerdict> operators) {
    this.former = former;
    this.next = next;
    this.operators = operators;
  }

  ModelVerdict of(String model) {
    if (!next.models().contains(model)) {
      return new ModelVerdict(
          model,
          Verdict.DROPPED,
          List.of("it is not in the new plan; its table stays"),
          Optional.empty(),
          List.of());
    }
    List<OperatorVerdict> own =
        operators.stream()
            .filter(operator -> operator.node() != null && operator.models().contains(model))
            .toList();
    boolean isKnown = former.models().contains(model);
    Verdict verdict = isKnown ? Verdict.KEPT : Verdict.NEW;
    Set<String> reasons = new LinkedHashSet<>();
    Set<String> silent = new LinkedHashSet<>();
    for (OperatorVerdict operator : own) {
      Verdict counts = operator.verdict();
      boolean isPlain = operator.node().isSource() || operator.node().isSink();
      if (counts == Verdict.NEW && isKnown && !isPlain) {
        counts = Verdict.RESET;
        reasons.add(operator.description() + ": starts without what was there before");
      } else if (!operator.reason().isEmpty()) {
        reasons.add(operator.description() + ": " + operator.reason());
      }
      if (!counts.isHarmless()) {
        verdict = counts.compareTo(verdict) > 0 ? counts : verdict;
        operator.silent().ifPresent(silent::add);
      }
    }
    Optional<String> restart = verdict == Verdict.RESET ? Optional.of(from(own)) : Optional.empty();
    if (verdict == Verdict.NEW) {
      verdict = continued(own, reasons);
    }
    return new ModelVerdict(
        model, verdict, new ArrayList<>(reasons), restart, new ArrayList<>(silent));
  }

  /** From when on what starts anew counts. */
  private static String from(List<OperatorVerdict> own) {
    Set<String> again = new LinkedHashSet<>();
    Set<String> further = new LinkedHashSet<>();
    for (OperatorVerdict operator : own) {
      if (operator.node().isSource()) {
        (operator.verdict() == Verdict.NEW ? again : further)
            .add(operator.node().table().orElseThrow());
      }
    }
    List<String> parts = new ArrayList<>();
    if (!again.isEmpty()) {
      parts.add("from the beginning of " + String.join(", ", again));
    }
    if (!further.isEmpty()) {
      parts.add("with what comes from " + String.join(", ", further) + " after the savepoint");
    }
    return "its totals restart " + String.join(" and ", parts);
  }

  /** A model that was not there: another name of one that was, or one that begins. */
  private Verdict continued(List<OperatorVerdict> own, Set<String> reasons) {
    List<PlanNode> former =
        own.stream()
            .filter(operator -> operator.verdict() == Verdict.KEPT)
            .map(OperatorVerdict::former)
            .toList();
    boolean keepsState = former.stream().anyMatch(node -> !node.isSource());
    Set<String> names = new LinkedHashSet<>();
    former.stream()
        .filter(node -> !node.isSource())
        .forEach(node -> names.addAll(this.former.models(node)));
    names.removeAll(next.models());
    if (keepsState && !names.isEmpty()) {
      reasons.add("it goes on with the state of " + String.join(", ", names));
      return Verdict.KEPT;
    }
    if (!former.isEmpty()) {
      Set<String> shared = new LinkedHashSet<>();
      former.forEach(node -> shared.add(node.description()));
      reasons.add(
          "it only gets what comes after the savepoint, since it shares with others: "
              + String.join(", ", shared));
    }
    return Verdict.NEW;
  }
}
