package io.alluvium.models.compile;

import io.alluvium.models.ModelException;
import io.alluvium.models.compile.JobScript.Statement;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.graph.Node.SeedNode;
import io.alluvium.models.graph.Node.SourceNode;
import io.alluvium.models.jinja.JinjaRenderer;
import io.alluvium.models.jinja.Relation;
import io.alluvium.models.project.ColumnProperties;
import io.alluvium.models.project.Project;
import io.alluvium.models.quality.ModelRules;
import io.alluvium.models.quality.RowChecks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.types.logical.LogicalType;

/** Compiles all jobs of a project. Used once. */
public final class ProjectCompiler implements AutoCloseable {
  private final Project project;
  private final ModelGraph graph;
  private final JinjaRenderer jinja;
  private final CompileOptions options;
  private final ScratchLake scratch = new ScratchLake();
  private final SourceTables sources;
  private final Map<String, JobScope> scopes = new LinkedHashMap<>();
  private final Map<ModelNode, CompiledModel> compiled = new HashMap<>();
  private Predicate<ModelNode> rebuilt = model -> false;
  private final ModelRules rules;

  public ProjectCompiler(
      Project project, ModelGraph graph, JinjaRenderer jinja, CompileOptions options) {
    this.project = project;
    this.graph = graph;
    this.jinja = jinja;
    this.options = options;
    this.sources = new SourceTables(options);
    this.rules = new ModelRules(graph);
  }

  /**
   * The scripts of the jobs that write anything, by the job's name.
   *
   * @throws ModelException of the first model that is wrong, with its file and line
   */
  public Map<String, JobScript> compile() {
    rules.requireTables();
    for (ModelNode node : graph.models()) {
      JobScope scope = scopes.computeIfAbsent(node.model().config().job(), this::scope);
      CompiledModel model = scope.add(node);
      ModelChecks.check(model);
      compiled.put(node, model);
    }
    Map<String, JobScript> scripts = new LinkedHashMap<>();
    scopes.forEach(
        (job, scope) -> {
          if (scope.writes()) {
            scripts.put(job, scope.script());
          }
        });
    return scripts;
  }

  private JobScope scope(String job) {
    TableEnvironment tables =
        TableEnvironment.create(EnvironmentSettings.newInstance().inStreamingMode().build());
    for (Statement statement : header(scratch.uri(), List.of())) {
      SqlRun.run(tables, statement);
    }
    return new JobScope(job, tables, this, jinja);
  }

  /** What comes before the models of a job. */
  List<Statement> header(Collection<CompiledModel> models) {
    return header(options.lakePath(), models);
  }

  /** What a session needs that runs models without the lake. */
  public List<Statement> session() {
    return header(options.lakePath(), List.of()).stream()
        .filter(statement -> !statement.sql().startsWith("CREATE CATALOG"))
        .toList();
  }

  /** The columns of a node's table; those of a model are known when all are compiled. */
  public List<TableColumn> columns(Node node) {
    if (node instanceof ModelNode model) {
      return compiled.get(model).columns();
    }
    List<ColumnProperties> declared =
        node instanceof SourceNode source
            ? source.source().columns()
            : ((SeedNode) node).seed().properties().columns();
    Relation name = new Relation(JobScope.CATALOG, node.schema(), node.table());
    return sources.ddl(name, declared, node.file() + ": " + node.name()).columns();
  }

  private List<Statement> header(String lake, Collection<CompiledModel> models) {
    List<Statement> header = new ArrayList<>();
    Map<String, String> settings = SessionSettings.of(options, models);
    StateRetention.of(models).ifPresent(ttl -> settings.put("table.exec.state.ttl", ttl));
    if (ScanHints.isIn(models)) {
      settings.put(ScanHints.SHARED_SCANS, "false");
    }
    settings.forEach(
        (key, value) -> header.add(Statement.of("SET '" + key + "' = '" + value + "'")));
    header.add(
        Statement.of(
            "CREATE CATALOG `"
                + JobScope.CATALOG
                + "` WITH ('type' = 'delta', 'path' = "
                + TableDdl.literal(lake)
                + ")"));
    project
        .settings()
        .onRunStart()
        .forEach(
            setting ->
                header.add(
                    new Statement(
                        setting.text().strip().replaceAll(";$", ""),
                        setting.origin().place(),
                        Optional.empty())));
    return header;
  }

  ModelGraph graph() {
    return graph;
  }

  /** The rules about rows that the job of a model holds to. */
  RowChecks checks(CompiledModel model) {
    Map<String, LogicalType> columns = new LinkedHashMap<>();
    model.columns().forEach(column -> columns.put(column.name(), column.type()));
    return rules.of(model.node(), columns);
  }

  /** A model as its own job has it, once all are compiled. */
  public CompiledModel compiled(ModelNode node) {
    return compiled.get(node);
  }

  TableDdl ddl(CompiledModel model, Relation name) {
    return ModelTable.of(model, name, evolution(model, name).columns());
  }

  /**
   * Says which models are built anew where they change, so that their tables' columns need not be
   * those of the query. By default none.
   */
  public ProjectCompiler rebuilding(Predicate<ModelNode> models) {
    rebuilt = models;
    return this;
  }

  /** How the model's table in the lake, if there is one, becomes what the query wants. */
  TableEvolution evolution(CompiledModel model, Relation name) {
    boolean isKept = !rebuilt.test(model.node());
    Optional<List<TableColumn>> existing =
        isKept && model.node().model().config().materialization().isDelta()
            ? sources.columns(name)
            : Optional.empty();
    return existing
        .map(columns -> TableEvolution.of(model.node(), model.columns(), columns))
        .orElseGet(() -> TableEvolution.none(model.columns()));
  }

  void createSource(TableEnvironment tables, Node node, Relation name) {
    tables.executeSql(JobScope.database(node.schema()));
    if (node instanceof SourceNode source) {
      tables.executeSql(
          sources
              .ddl(
                  name,
                  source.source().columns(),
                  source.source().definition().place() + ": source " + node.name())
              .sql());
    } else if (node instanceof SeedNode seed) {
      tables.executeSql(sources.ddl(name, project.folder(), seed.seed()).sql());
    }
  }

  /** The plan of a compiled job, as JSON. */
  public String plan(JobScript script) {
    JobScope scope = scopes.get(script.job());
    return scratch.replacedBy(lakeFolder(), JobPlan.json(scope.tables(), script));
  }

  /** What a compiled job may get wrong, as its models want it; one line for each. */
  public List<String> warnings(JobScript script) {
    return StateRetention.warnings(scopes.get(script.job()).tables(), script);
  }

  private String lakeFolder() {
    return options.lakePath().endsWith("/") ? options.lakePath() : options.lakePath() + "/";
  }

  /** The environment in which a job was checked, with its tables and views: to be read only. */
  public TableEnvironment environment(JobScript script) {
    return scopes.get(script.job()).tables();
  }

  @Override
  public void close() {
    scratch.close();
  }

  /** All jobs that models name, also those that write nothing. */
  public Set<String> jobs() {
    return new LinkedHashSet<>(scopes.keySet());
  }
}
