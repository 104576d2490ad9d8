package io.alluvium.state.gate;

import io.alluvium.state.savepoint.OperatorEntry;
import io.alluvium.state.savepoint.OperatorNames;
import io.alluvium.state.savepoint.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/** Tells what a savepoint says against a change that its plans allow. */
public final class SavepointCheck {
  private final Savepoint savepoint;

  public SavepointCheck(Savepoint savepoint) {
    this.savepoint = savepoint;
  }

  /**
   * What is in the way.
   *
   * @param maxParallelism that the job will have; null where nothing sets it, so that the
   *     savepoint's counts
   * @return for people; empty where the savepoint fits
   */
  public List<String> problems(PlanComparison comparison, @Nullable Integer maxParallelism) {
    List<String> problems = new ArrayList<>();
    List<Integer> kept =
        savepoint.operators().stream()
            .filter(operator -> !operator.states().isEmpty())
            .map(OperatorEntry::maxParallelism)
            .distinct()
            .toList();
    if (maxParallelism != null && kept.stream().anyMatch(most -> !most.equals(maxParallelism))) {
      problems.add(
          "its state is in "
              + kept.stream().map(String::valueOf).collect(Collectors.joining(" or "))
              + " groups of keys, and cannot be brought into "
              + maxParallelism
              + ": Flink would not start the job. Leave pipeline.max-parallelism as it was");
    }
    Map<String, String> known = new HashMap<>();
    Set<String> lacking = new HashSet<>();
    for (OperatorVerdict operator : comparison.operators()) {
      if (operator.former() == null) {
        continue;
      }
      Map<String, String> ids = OperatorNames.of(operator.former());
      known.putAll(ids);
      boolean isThere =
          savepoint.operators().stream().anyMatch(entry -> ids.containsKey(entry.id()));
      boolean isNeeded = operator.verdict() == Verdict.KEPT || operator.verdict() == Verdict.MIXED;
      if (isNeeded && !isThere && !operator.former().isSink()) {
        lacking.add(operator.former().description());
      }
    }
    lacking.stream()
        .sorted()
        .forEach(
            operator ->
                problems.add(
                    "the savepoint has no state of " + operator + ": it is of another plan"));
    long strange =
        savepoint.operators().stream()
            .filter(operator -> operator.hasState() && !known.containsKey(operator.id()))
            .filter(
                operator -> operator.states().stream().anyMatch(state -> !state.key().isEmpty()))
            .count();
    if (strange > 0) {
      problems.add(
          "the savepoint has state of "
              + strange
              + (strange == 1 ? " operator" : " operators")
              + " that the running plan does not have: it is of another plan");
    }
    return problems;
  }
}
