package io.alluvium.models.compile;

import io.alluvium.models.compile.JobScript.Statement;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.graph.Node.SourceNode;
import io.alluvium.models.jinja.JinjaRenderer;
import io.alluvium.models.jinja.JinjaScope;
import io.alluvium.models.jinja.Relation;
import io.alluvium.models.jinja.Rendered;
import io.alluvium.models.project.Materialization;
import io.alluvium.models.project.Model;
import io.alluvium.models.project.Watermark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.table.api.TableEnvironment;

/** One job as it is put together, checked in an environment of its own. */
final class JobScope {
  static final String CATALOG = "lake";
  private static final String ROWS = "__rows";
  private static final String EVENTS = "__events";

  private final String job;
  private final TableEnvironment tables;
  private final ProjectCompiler project;
  private final JinjaRenderer jinja;
  private final Map<Node, CompiledModel> models = new LinkedHashMap<>();
  private final Set<Node> foreign = new LinkedHashSet<>();
  private final Set<String> schemas = new LinkedHashSet<>();
  private final List<Statement> body = new ArrayList<>();
  private final List<Statement> inserts = new ArrayList<>();

  JobScope(String job, TableEnvironment tables, ProjectCompiler project, JinjaRenderer jinja) {
    this.job = job;
    this.tables = tables;
    this.project = project;
    this.jinja = jinja;
  }

  /** Adds a model and the views that it reads; those before it in the graph are there already. */
  CompiledModel add(ModelNode node) {
    CompiledModel known = models.get(node);
    if (known != null) {
      return known;
    }
    project.graph().parents(node).forEach(this::prepare);
    Rendered query = jinja.render(node.file(), node.model().text(), new Scope(node));
    List<TableColumn> columns = check(node, query);
    Materialization kind = node.model().config().materialization();
    Relation name = relation(node);
    Relation rows =
        kind == Materialization.VIEW
            ? name
            : new Relation(CATALOG, node.schema(), node.table() + ROWS);
    CompiledModel model = new CompiledModel(node, query, columns, rows);
    models.put(node, model);
    if (kind == Materialization.VIEW || isReadHere(node)) {
      run(model, "CREATE TEMPORARY VIEW " + rows + " AS\n" + model.sql(), node.file());
    }
    if (kind != Materialization.VIEW) {
      run(model, project.ddl(model, name).sql(), node.file());
      inserts.add(insert(model, name));
    }
    return model;
  }

  private void prepare(Node parent) {
    if (parent instanceof ModelNode model) {
      if (model.model().config().materialization() == Materialization.VIEW) {
        add(model);
      } else if (!model.model().config().job().equals(job) && foreign.add(parent)) {
        CompiledModel compiled = project.compiled(model);
        Statement statement =
            new Statement(
                project.ddl(compiled, relation(model)).sql(),
                model.file() + ", written by job '" + model.model().config().job() + "'",
                Optional.of(model));
        addSchema(model.schema());
        runAndKeep(statement);
        model.model().config().watermark().ifPresent(mark -> events(model, mark));
      }
    } else if (foreign.add(parent)) {
      project.createSource(tables, parent, relation(parent));
      if (parent instanceof SourceNode source) {
        source.source().watermark().ifPresent(mark -> events(source, mark));
      }
    }
  }

  /** A table's rows with event time, which the lake itself does not keep. */
  private void events(Node node, Watermark watermark) {
    String column = Relation.quoted(watermark.column());
    runAndKeep(
        new Statement(
            "CREATE TEMPORARY TABLE "
                + new Relation(CATALOG, node.schema(), node.table() + EVENTS)
                + " (\n  `_event_time` AS CAST("
                + column
                + " AS TIMESTAMP_LTZ(3)),\n  WATERMARK FOR `_event_time` AS `_event_time` - "
                + watermark.delay()
                + "\n) LIKE "
                + relation(node),
            "event time of " + node.name(),
            Optional.empty()));
  }

  private List<TableColumn> check(ModelNode node, Rendered query) {
    QueryText.requireQuery(node.file(), query);
    try {
      return TableColumn.of(tables.sqlQuery(query.text()).getResolvedSchema());
    } catch (RuntimeException e) {
      throw PlannerError.of(node.file(), query, e);
    }
  }

  private void run(CompiledModel model, String sql, String comment) {
    if (model.node().model().config().materialization().isDelta()) {
      addSchema(model.node().schema());
    }
    runAndKeep(new Statement(sql, comment, Optional.of(model.node())));
  }

  private void runAndKeep(Statement statement) {
    SqlRun.run(tables, statement);
    body.add(statement);
  }

  private void addSchema(String schema) {
    if (schemas.add(schema)) {
      tables.executeSql(database(schema));
    }
  }

  private Statement insert(CompiledModel model, Relation table) {
    String hint =
        model
            .node()
            .model()
            .config()
            .parallelism()
            .map(number -> " /*+ OPTIONS('sink.parallelism' = '" + number + "') */")
            .orElse("");
    String columns =
        model.columns().stream()
            .map(column -> Relation.quoted(column.name()))
            .collect(Collectors.joining(", "));
    String query =
        isReadHere(model.node()) ? "SELECT " + columns + "\nFROM " + model.rows() : model.sql();
    return new Statement(
        "INSERT INTO " + table + hint + "\n" + query,
        model.node().file(),
        Optional.of(model.node()));
  }

  private boolean isReadHere(ModelNode node) {
    return project.graph().children(node).stream()
        .anyMatch(child -> child instanceof ModelNode reader && isPartOf(reader));
  }

  /** Whether a model runs in this job, by itself or within one that reads it. */
  private boolean isPartOf(ModelNode reader) {
    Model model = reader.model();
    return model.config().materialization() == Materialization.VIEW
        ? isReadHere(reader) || model.config().job().equals(job)
        : model.config().job().equals(job);
  }

  private static Relation relation(Node node) {
    return new Relation(CATALOG, node.schema(), node.table());
  }

  static String database(String schema) {
    return "CREATE DATABASE IF NOT EXISTS `" + CATALOG + "`." + Relation.quoted(schema);
  }

  TableEnvironment tables() {
    return tables;
  }

  boolean writes() {
    return !inserts.isEmpty();
  }

  JobScript script() {
    List<Statement> preparation = new ArrayList<>(project.header(models.values()));
    schemas.forEach(schema -> preparation.add(Statement.of(database(schema))));
    preparation.addAll(body);
    return new JobScript(
        job, List.copyOf(preparation), List.copyOf(inserts), List.copyOf(models.values()));
  }

  /** The names that a model of this job reads. */
  private final class Scope implements JinjaScope {
    private final ModelNode node;

    Scope(ModelNode node) {
      this.node = node;
    }

    @Override
    public Relation ref(String name, int line) {
      Node read = project.graph().named(name);
      CompiledModel here = models.get(read);
      if (here != null) {
        return here.rows();
      }
      return read instanceof ModelNode model
          ? withEvents(model, model.model().config().watermark())
          : relation(read);
    }

    @Override
    public Relation source(String source, String name, int line) {
      Node read = project.graph().named(source + "." + name);
      return withEvents(read, ((SourceNode) read).source().watermark());
    }

    private Relation withEvents(Node read, Optional<Watermark> watermark) {
      return watermark.isEmpty()
          ? relation(read)
          : new Relation(CATALOG, read.schema(), read.table() + EVENTS);
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
