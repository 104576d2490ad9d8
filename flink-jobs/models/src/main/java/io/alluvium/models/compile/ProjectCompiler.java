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
import io.alluvium.models.project.Project;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

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

  public ProjectCompiler(
      Project project, ModelGraph graph, JinjaRenderer jinja, CompileOptions options) {
    this.project = project;
    this.graph = graph;
    this.jinja = jinja;
    this.options = options;
    this.sources = new SourceTables(options);
  }

  /**
   * The scripts of the jobs that write anything, by the job's name.
   *
   * @throws ModelException of the first model that is wrong, with its file and line
   */
  public Map<String, JobScript> compile() {
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

  private List<Statement> header(String lake, Collection<CompiledModel> models) {
    List<Statement> header = new ArrayList<>();
    Map<String, String> settings = SessionSettings.of(options);
    StateRetention.of(models).ifPresent(ttl -> settings.put("table.exec.state.ttl", ttl));
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
                        java.util.Optional.empty())));
    return header;
  }

  ModelGraph graph() {
    return graph;
  }

  CompiledModel compiled(ModelNode node) {
    return compiled.get(node);
  }

  TableDdl ddl(CompiledModel model, Relation name) {
    return ModelTable.of(model, name);
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
      tables.executeSql(sources.ddl(name, seed.seed().properties().columns(), seed.file()).sql());
    }
  }

  /** The plan of a compiled job, as JSON. */
  public String plan(JobScript script) {
    JobScope scope = scopes.get(script.job());
    return scratch.replacedBy(lakeFolder(), JobPlan.json(scope.tables(), script));
  }

  private String lakeFolder() {
    return options.lakePath().endsWith("/") ? options.lakePath() : options.lakePath() + "/";
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
