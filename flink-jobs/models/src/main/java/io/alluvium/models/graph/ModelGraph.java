package io.alluvium.models.graph;

import io.alluvium.definitions.Similar;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.graph.Node.SeedNode;
import io.alluvium.models.graph.Node.SourceNode;
import io.alluvium.models.project.Materialization;
import io.alluvium.models.project.Model;
import io.alluvium.models.project.Origin;
import io.alluvium.models.project.Project;
import io.alluvium.models.project.Reference;
import io.alluvium.models.project.Seed;
import io.alluvium.models.project.SourceTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The nodes of a project and what each reads. */
public final class ModelGraph {
  private final String project;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, Node> byName = new HashMap<>();
  private final Map<Node, List<Node>> parents = new LinkedHashMap<>();
  private final Map<Node, List<Node>> children = new LinkedHashMap<>();
  private final List<Node> order;

  private ModelGraph(Project project) {
    this.project = project.settings().name();
    project.sources().forEach(this::add);
    project.seeds().forEach(this::add);
    project.models().forEach(this::add);
    List<ModelNode> models =
        nodes.values().stream()
            .filter(ModelNode.class::isInstance)
            .map(ModelNode.class::cast)
            .toList();
    models.forEach(this::link);
    this.order = new TopologicalOrder(parents).of(nodes.values());
    requireOneWriterPerTable(models);
  }

  /**
   * @throws io.alluvium.models.ModelException where a model reads what is not there, models read
   *     one another in a circle, or two write one table
   */
  public static ModelGraph of(Project project) {
    return new ModelGraph(project);
  }

  private void add(SourceTable source) {
    put(
        new SourceNode(
            "source." + project + "." + source.source() + "." + source.name(),
            path(folders(source.file()), source.source(), source.name()),
            source));
  }

  /** Of a file, those below the folder of all models. */
  private static List<String> folders(String file) {
    List<String> names = List.of(file.split("/"));
    return names.size() < 3 ? List.of() : names.subList(1, names.size() - 1);
  }

  private void add(Seed seed) {
    put(new SeedNode("seed." + project + "." + seed.name(), path(List.of(), seed.name()), seed));
  }

  private void add(Model model) {
    if (byName.containsKey(model.name())) {
      throw model
          .origin()
          .error("there is a seed '" + model.name() + "' already; rename one of them");
    }
    put(
        new ModelNode(
            kind(model) + "." + project + "." + model.name(),
            path(model.folders(), model.name()),
            model));
  }

  private static String kind(Model model) {
    return model.config().materialization() == Materialization.SNAPSHOT ? "snapshot" : "model";
  }

  private List<String> path(List<String> folders, String... names) {
    List<String> path = new ArrayList<>(List.of(project));
    path.addAll(folders);
    path.addAll(List.of(names));
    return List.copyOf(path);
  }

  private void put(Node node) {
    nodes.put(node.id(), node);
    byName.put(node.name(), node);
    parents.put(node, List.of());
    children.put(node, new ArrayList<>());
  }

  private void link(ModelNode node) {
    Set<Node> read = new LinkedHashSet<>();
    node.model().references().forEach(reference -> read.add(resolve(node.model(), reference)));
    parents.put(node, List.copyOf(read));
    read.forEach(parent -> children.get(parent).add(node));
  }

  private Node resolve(Model model, Reference reference) {
    Origin origin = Origin.of(model.file(), reference.line());
    Node node =
        reference.isSource()
            ? nodes.get("source." + project + "." + reference.source() + "." + reference.name())
            : byName.get(reference.name());
    if (node == null || (!reference.isSource() && node instanceof SourceNode)) {
      throw origin.error(
          reference
              + ": there is no "
              + (reference.isSource() ? "such table of a source" : "such model or seed")
              + hint(reference));
    }
    if (node instanceof ModelNode read
        && read.model().config().materialization() == Materialization.PUSH) {
      throw origin.error(
          reference + " is a push model, whose rows are in a store; read what it reads instead");
    }
    return node;
  }

  private String hint(Reference reference) {
    String wanted =
        reference.isSource() ? reference.source() + "." + reference.name() : reference.name();
    List<String> names =
        nodes.values().stream()
            .filter(node -> node instanceof SourceNode == reference.isSource())
            .map(Node::name)
            .toList();
    return Similar.hint(wanted, names);
  }

  private static void requireOneWriterPerTable(List<ModelNode> models) {
    Map<String, Model> writers = new HashMap<>();
    for (ModelNode node : models) {
      String table = node.schema() + "." + node.table();
      boolean isTable = node.model().config().materialization().isDelta();
      Model former = isTable ? writers.put(table, node.model()) : null;
      if (former != null) {
        throw node.model()
            .origin()
            .error(
                "writes the table "
                    + table
                    + ", as "
                    + former.file()
                    + " does; give one of them another alias or schema");
      }
    }
  }

  public String project() {
    return project;
  }

  public Collection<Node> nodes() {
    return nodes.values();
  }

  /** All nodes, each behind those that it reads. */
  public List<Node> order() {
    return order;
  }

  /** The models, each behind those that it reads. */
  public List<ModelNode> models() {
    return order.stream().filter(ModelNode.class::isInstance).map(ModelNode.class::cast).toList();
  }

  /** What a node reads. */
  public List<Node> parents(Node node) {
    return parents.get(node);
  }

  /** What reads a node. */
  public List<Node> children(Node node) {
    return children.get(node);
  }

  /** The model, seed or (as {@code source.table}) source of that name. */
  public Node named(String name) {
    return byName.get(name);
  }
}
