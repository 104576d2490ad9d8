package io.alluvium.models.graph;

import io.alluvium.models.ModelException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts nodes behind those that they read: the same order for the same nodes, however given. */
final class TopologicalOrder {
  private final Map<Node, List<Node>> parents;
  private final Set<Node> done = new LinkedHashSet<>();
  private final Set<Node> underWay = new LinkedHashSet<>();

  TopologicalOrder(Map<Node, List<Node>> parents) {
    this.parents = parents;
  }

  List<Node> of(Collection<Node> nodes) {
    nodes.stream().sorted(Comparator.comparing(Node::id)).forEach(this::visit);
    return List.copyOf(done);
  }

  private void visit(Node node) {
    if (done.contains(node)) {
      return;
    }
    if (!underWay.add(node)) {
      List<Node> circle = new ArrayList<>(underWay);
      circle = circle.subList(circle.indexOf(node), circle.size());
      throw new ModelException(
          node.file()
              + ", line 1: models read one another in a circle: "
              + String.join(" reads ", circle.stream().map(Node::name).toList())
              + " reads "
              + node.name());
    }
    parents.get(node).stream().sorted(Comparator.comparing(Node::id)).forEach(this::visit);
    underWay.remove(node);
    done.add(node);
  }
}
