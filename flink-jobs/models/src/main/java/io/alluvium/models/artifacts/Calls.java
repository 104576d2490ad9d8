package io.alluvium.models.artifacts;

import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The calls of {@code ref} and {@code source} in a text of the YAML. */
final class Calls {
  private static final Pattern CALL =
      Pattern.compile("(?:ref|source)\\(\\s*['\"]([^'\"]+)['\"](?:\\s*,\\s*['\"]([^'\"]+)['\"])?");

  private Calls() {}

  /** The nodes that they name, without those that are not there. */
  static List<Node> in(ModelGraph graph, String text) {
    return CALL.matcher(text)
        .results()
        .map(Calls::name)
        .map(graph::named)
        .filter(Objects::nonNull)
        .toList();
  }

  private static String name(MatchResult call) {
    return call.group(2) == null ? call.group(1) : call.group(1) + "." + call.group(2);
  }
}
