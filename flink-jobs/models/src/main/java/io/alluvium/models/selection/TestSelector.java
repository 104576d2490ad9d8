package io.alluvium.models.selection;

import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses tests as dbt does: by the nodes that they are about, by their own name, tag or file, and
 * by {@code test_type:}. Terms apart by blanks are united, terms apart by commas must hold
 * together.
 */
public final class TestSelector {
  private static final String TEST_TYPE = "test_type:";

  private final NodeSelector nodes;
  private final Map<String, Set<Node>> chosen = new HashMap<>();

  public TestSelector(ModelGraph graph, FormerState former) {
    this.nodes = new NodeSelector(graph, former);
  }

  /**
   * In their order.
   *
   * @param select empty for all
   * @throws SelectionException where a term means nothing
   */
  public List<TestEntry> select(List<TestEntry> tests, List<String> select, List<String> exclude) {
    return tests.stream()
        .filter(test -> select.isEmpty() || isMeant(test, select))
        .filter(test -> !isMeant(test, exclude))
        .toList();
  }

  private boolean isMeant(TestEntry test, List<String> arguments) {
    boolean meant = false;
    for (String argument : arguments) {
      for (String terms : argument.strip().split("\\s+")) {
        // All are looked at, so that a wrong one is never silent.
        boolean all = !terms.isEmpty();
        for (String term : terms.split(",", -1)) {
          all &= terms.isEmpty() || holds(test, term);
        }
        meant |= all;
      }
    }
    return meant;
  }

  private boolean holds(TestEntry test, String term) {
    if (term.startsWith(TEST_TYPE)) {
      return test.type().isMeantBy(term.substring(TEST_TYPE.length()));
    }
    if (chosen.computeIfAbsent(term, this::nodes).stream().anyMatch(test.tested()::contains)) {
      return true;
    }
    Criterion criterion = Criterion.parse(term);
    return switch (criterion.method()) {
      case "" ->
          NodeSelector.like(criterion.value(), test.name())
              || NodeSelector.isAt(test.file(), criterion.value());
      case "fqn" -> NodeSelector.like(criterion.value(), test.name());
      case "tag" -> test.tags().stream().anyMatch(tag -> NodeSelector.like(criterion.value(), tag));
      case "path", "file" -> NodeSelector.isAt(test.file(), criterion.value());
      default -> false;
    };
  }

  private Set<Node> nodes(String term) {
    return new HashSet<>(nodes.select(List.of(term), List.of()));
  }
}
