package io.alluvium.models.unittest;

import io.alluvium.models.compile.PlannerError;
import io.alluvium.models.compile.QueryText;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.jinja.JinjaRenderer;
import io.alluvium.models.jinja.JinjaScope;
import io.alluvium.models.jinja.Relation;
import io.alluvium.models.jinja.Rendered;
import io.alluvium.models.project.Materialization;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.table.api.TableEnvironment;

/** Makes a model's query as in its job, with given tables in place of what it reads. */
final class TestScope {
  private static final String ROWS = "__rows";

  private final UnitTest test;
  private final ModelGraph graph;
  private final JinjaRenderer jinja;
  private final TableEnvironment tables;
  private final Set<Node> given;
  private final Map<ModelNode, Relation> views = new HashMap<>();

  /**
   * @param given those whose tables are there
   */
  TestScope(
      UnitTest test,
      ModelGraph graph,
      JinjaRenderer jinja,
      TableEnvironment tables,
      Set<Node> given) {
    this.test = test;
    this.graph = graph;
    this.jinja = jinja;
    this.tables = tables;
    this.given = given;
  }

  static Relation relation(Node node) {
    return new Relation("lake", node.schema(), node.table());
  }

  /** The view of a model's rows; views that it reads and that are not given are made as well. */
  Relation view(ModelNode node) {
    Relation known = views.get(node);
    if (known != null) {
      return known;
    }
    Rendered query = jinja.render(node.file(), node.model().text(), new Scope(node));
    QueryText.requireQuery(node.file(), query);
    Relation view = new Relation("lake", node.schema(), node.table() + ROWS);
    try {
      tables.createTemporaryView(view.toString(), tables.sqlQuery(query.text()));
    } catch (RuntimeException e) {
      throw PlannerError.of(node.file(), query, e);
    }
    views.put(node, view);
    return view;
  }

  private Relation read(Node node, String call) {
    if (given.contains(node)) {
      return relation(node);
    } else if (node instanceof ModelNode model
        && model.model().config().materialization() == Materialization.VIEW) {
      return view(model);
    }
    throw test.definition()
        .required("given")
        .error("the model reads " + call + ", which is not given; add an input, maybe of no rows");
  }

  private final class Scope implements JinjaScope {
    private final ModelNode node;

    Scope(ModelNode node) {
      this.node = node;
    }

    @Override
    public Relation ref(String name, int line) {
      return read(graph.named(name), "ref('" + name + "')");
    }

    @Override
    public Relation source(String source, String name, int line) {
      return read(graph.named(source + "." + name), "source('" + source + "', '" + name + "')");
    }

    @Override
    public void config(Map<String, Object> settings, int line) {
      // Known since the project was read.
    }

    @Override
    public Optional<Relation> self() {
      return Optional.of(relation(node));
    }

    @Override
    public boolean executes() {
      return true;
    }
  }
}
