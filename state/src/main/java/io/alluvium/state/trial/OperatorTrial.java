package io.alluvium.state.trial;

import io.alluvium.state.keys.StateContents;
import io.alluvium.state.savepoint.OperatorEntry;
import io.alluvium.state.savepoint.StateEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * An operator, as it was restored.
 *
 * @param uid of the operator
 * @param keys that the savepoint has for it, once for each of its states
 * @param differences between the savepoint and what it had after; for people
 */
public record OperatorTrial(String uid, long keys, List<String> differences) {
  public OperatorTrial {
    differences = List.copyOf(differences);
  }

  /**
   * Compares what an operator has.
   *
   * @param now null where it has nothing
   */
  static OperatorTrial compare(
      String uid,
      OperatorEntry before,
      List<StateContents> contents,
      @Nullable OperatorEntry now,
      List<StateContents> contentsNow) {
    List<String> differences = new ArrayList<>();
    Set<String> states = names(before);
    Set<String> statesNow = now == null ? Set.of() : names(now);
    Map<String, StateContents> byName = new HashMap<>();
    contentsNow.forEach(state -> byName.put(state.state(), state));
    long keys = 0;
    for (StateContents state : contents) {
      keys += state.keys();
      StateContents found = byName.get(state.state());
      long keysNow = found == null ? 0 : found.keys();
      if (keysNow != state.keys()) {
        differences.add(state.state() + ": " + keysNow + " of " + state.keys() + " keys");
      } else if (found != null && found.digest() != state.digest()) {
        differences.add(state.state() + ": other values than before");
      }
    }
    for (String state : states) {
      if (!statesNow.contains(state)
          && contents.stream().noneMatch(known -> known.state().equals(state))) {
        differences.add(state + ": not there any more");
      }
    }
    for (String state : statesNow) {
      if (!states.contains(state)) {
        differences.add(state + ": begins empty, the savepoint does not have it");
      }
    }
    if (before.hasCoordinator() && (now == null || !now.hasCoordinator())) {
      differences.add("its coordinator has no state any more");
    }
    return new OperatorTrial(uid, keys, differences);
  }

  private static Set<String> names(OperatorEntry operator) {
    return operator.states().stream()
        .map(StateEntry::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
