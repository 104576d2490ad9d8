package io.alluvium.models.lineage;

import io.alluvium.models.ModelException;
import io.alluvium.models.compile.CompiledModel;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.JobScript.Statement;
import io.alluvium.models.compile.ProjectCompiler;
import io.alluvium.models.compile.SqlRun;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.lineage.ModelLineage.Input;
import io.alluvium.models.project.Materialization;
import io.alluvium.models.project.Project;
import io.alluvium.models.project.Setting;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.api.ValidationException;

/** The lineage of the columns of all models of a compiled project. */
public final class ProjectLineage {
  private static final String CATALOG = "lake";

  /** What a job adds to a table's name, where it reads its rows in another way. */
  private static final String VARIANT = "__";

  private final Project project;
  private final ModelGraph graph;
  private final Map<ModelNode, ModelLineage> models = new LinkedHashMap<>();

  private ProjectLineage(Project project, ModelGraph graph) {
    this.project = project;
    this.graph = graph;
  }

  /**
   * @param scripts that the compiler made, which must still be open
   */
  public static ProjectLineage of(
      Project project, ModelGraph graph, ProjectCompiler compiler, Map<String, JobScript> scripts) {
    ProjectLineage lineage = new ProjectLineage(project, graph);
    scripts.values().forEach(script -> lineage.add(compiler, script));
    return lineage;
  }

  /** Of a model; empty for one that no job runs. */
  public Optional<ModelLineage> of(ModelNode node) {
    return Optional.ofNullable(models.get(node));
  }

  /** As above, with what views read in their place: between tables only. */
  public Optional<ModelLineage> betweenTables(ModelNode node) {
    return of(node).map(lineage -> new TableLineage(this).of(lineage));
  }

  private void add(ProjectCompiler compiler, JobScript script) {
    List<CompiledModel> missing =
        script.models().stream().filter(model -> !models.containsKey(model.node())).toList();
    BoundaryTables tables = new BoundaryTables(CATALOG);
    for (Setting statement : project.settings().onRunStart()) {
      SqlRun.run(
          tables.environment(),
          new Statement(
              statement.text().strip().replaceAll(";$", ""),
              statement.origin().place(),
              Optional.empty()));
    }
    tables.addAll(
        compiler.environment(script),
        script.models().stream()
            .filter(
                model -> model.node().model().config().materialization() == Materialization.VIEW)
            .map(CompiledModel::rows)
            .toList());
    missing.forEach(model -> models.put(model.node(), read(tables, model)));
  }

  private ModelLineage read(BoundaryTables tables, CompiledModel model) {
    QueryLineage lineage;
    try {
      lineage = tables.read(model.query().text());
    } catch (UnknownQueryException e) {
      return ModelLineage.unknown(e.getMessage());
    } catch (ValidationException | TableException e) {
      // It was planned over views, and cannot be over tables.
      return ModelLineage.unknown(ModelException.reason(e));
    }
    Map<String, List<Input>> columns = new LinkedHashMap<>();
    lineage.columns().forEach((column, origins) -> columns.put(column, inputs(origins)));
    return new ModelLineage(columns, inputs(lineage.rows()), Optional.empty());
  }

  private List<Input> inputs(Set<Origin> origins) {
    return origins.stream()
        .map(origin -> new Input(node(origin), origin.column(), origin.use()))
        .distinct()
        .toList();
  }

  private Node node(Origin origin) {
    Optional<Node> exact = named(graph.nodes(), origin.schema(), origin.table());
    int variant = origin.table().lastIndexOf(VARIANT);
    return exact
        .or(
            () ->
                variant < 0
                    ? Optional.empty()
                    : named(graph.nodes(), origin.schema(), origin.table().substring(0, variant)))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No node is the table " + origin.schema() + "." + origin.table()));
  }

  private static Optional<Node> named(Collection<Node> nodes, String schema, String table) {
    return nodes.stream()
        .filter(node -> node.schema().equals(schema) && node.table().equals(table))
        .findFirst();
  }
}
