package io.alluvium.models.selection;

import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.graph.Node.SourceNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Chooses nodes as dbt does: terms apart by blanks are united, terms apart by commas must hold
 * together.
 */
public final class NodeSelector {
  private final ModelGraph graph;
  private final FormerState former;

  public NodeSelector(ModelGraph graph, FormerState former) {
    this.graph = graph;
    this.former = former;
  }

  /**
   * In the order of the graph.
   *
   * @param select empty for all
   * @throws SelectionException where a term means nothing
   */
  public List<Node> select(List<String> select, List<String> exclude) {
    Set<Node> chosen = select.isEmpty() ? new LinkedHashSet<>(graph.nodes()) : union(select);
    chosen.removeAll(union(exclude));
    return graph.order().stream().filter(chosen::contains).toList();
  }

  private Set<Node> union(List<String> arguments) {
    Set<Node> chosen = new LinkedHashSet<>();
    for (String argument : arguments) {
      for (String terms : argument.strip().split("\\s+")) {
        if (!terms.isEmpty()) {
          chosen.addAll(intersection(terms));
        }
      }
    }
    return chosen;
  }

  private Set<Node> intersection(String terms) {
    Set<Node> chosen = null;
    for (String term : terms.split(",", -1)) {
      Set<Node> nodes = nodes(Criterion.parse(term));
      if (chosen == null) {
        chosen = nodes;
      } else {
        chosen.retainAll(nodes);
      }
    }
    return chosen;
  }

  private Set<Node> nodes(Criterion criterion) {
    Set<Node> matched = new LinkedHashSet<>();
    graph.nodes().stream().filter(node -> matches(node, criterion)).forEach(matched::add);
    if (criterion.family()) {
      Set<Node> readers = reach(matched, graph::children, Integer.MAX_VALUE);
      return reach(readers, graph::parents, Integer.MAX_VALUE);
    }
    Set<Node> chosen = reach(matched, graph::parents, criterion.ancestors());
    chosen.addAll(reach(matched, graph::children, criterion.descendants()));
    return chosen;
  }

  private static Set<Node> reach(Set<Node> from, Function<Node, List<Node>> next, int steps) {
    Set<Node> reached = new LinkedHashSet<>(from);
    List<Node> edge = new ArrayList<>(from);
    for (int step = 0; step < steps && !edge.isEmpty(); step++) {
      List<Node> beyond = new ArrayList<>();
      for (Node node : edge) {
        next.apply(node).stream().filter(reached::add).forEach(beyond::add);
      }
      edge = beyond;
    }
    return reached;
  }

  private boolean matches(Node node, Criterion criterion) {
    String value = criterion.value();
    String method = criterion.method();
    if (method.startsWith("config.")) {
      return configured(node, method.substring("config.".length()), value);
    }
    return switch (method) {
      case "", "fqn" -> isNamed(node, value) || method.isEmpty() && isAt(node, value);
      case "tag" -> node.tags().stream().anyMatch(tag -> like(value, tag));
      case "path", "file" -> isAt(node, value);
      case "source" ->
          node instanceof SourceNode source
              && (like(value, source.source().source()) || like(value, node.name()));
      case "resource_type" -> node.kind().equals(value);
      case "job" -> node instanceof ModelNode model && like(value, model.model().config().job());
      case "state" -> state(node, value);
      default -> throw new SelectionException("'config:' needs a key: config.materialized:view");
    };
  }

  private boolean state(Node node, String value) {
    return switch (value) {
      case "new" -> former.isNew(node);
      case "modified" -> former.isModified(node);
      case "unmodified" -> !former.isModified(node);
      case "old" -> !former.isNew(node);
      default ->
          throw new SelectionException(
              "There is no 'state:" + value + "'; there are new, modified, unmodified, old");
    };
  }

  /** By name, or by the folders that lead to it. */
  private static boolean isNamed(Node node, String value) {
    if (node instanceof SourceNode) {
      return false;
    }
    if (like(value, node.name())) {
      return true;
    }
    List<String> path = node.path();
    for (int from = 0; from < 2; from++) {
      for (int to = from + 1; to <= path.size(); to++) {
        if (like(value, String.join(".", path.subList(from, to)))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isAt(Node node, String value) {
    return isAt(node.file(), value);
  }

  /** By the whole path, the file's own name, or a folder above it. */
  static boolean isAt(String file, String value) {
    String folder = value.endsWith("/") ? value : value + "/";
    return like(value, file)
        || like(value, file.substring(file.lastIndexOf('/') + 1))
        || file.startsWith(folder);
  }

  private static boolean configured(Node node, String key, String value) {
    if (!(node instanceof ModelNode model)) {
      return false;
    }
    Object configured = model.model().config().values().get(key);
    if (configured instanceof List<?> list) {
      return list.stream().anyMatch(one -> like(value, String.valueOf(one)));
    }
    return configured != null && like(value, configured.toString());
  }

  /** With {@code *}, {@code ?} and {@code [abc]} as in shells. */
  static boolean like(String pattern, String text) {
    StringBuilder regex = new StringBuilder();
    for (char c : pattern.toCharArray()) {
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        case '[', ']' -> regex.append(c);
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    try {
      return Pattern.matches(regex.toString(), text);
    } catch (java.util.regex.PatternSyntaxException e) {
      return pattern.equals(text);
    }
  }
}
