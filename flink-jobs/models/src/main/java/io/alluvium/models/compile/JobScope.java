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
import io.alluvium.models.quality.CheckedRows;
import io.alluvium.models.quality.RowChecks;
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
  private static final String COMMITS = "__commits";

  private final String job;
  private final TableEnvironment tables;
  private final ProjectCompiler project;
  private final JinjaRenderer jinja;
  private final Map<Node, CompiledModel> models = new LinkedHashMap<>();
  private final Set<Node> foreign = new LinkedHashSet<>();
  private final Set<Node> withCommits = new LinkedHashSet<>();
  private final Set<String> schemas = new LinkedHashSet<>();
  private final List<Statement> body = new ArrayList<>();
  private final List<Statement> inserts = new ArrayList<>();
  private boolean hasEventTime;

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
    if (CommitVersion.isReadBy(node)) {
      project.graph().parents(node).stream()
          .filter(foreign::contains)
          .filter(withCommits::add)
          .forEach(this::commits);
    }
    Rendered query = jinja.render(node.file(), node.model().text(), new Scope(node));
    List<TableColumn> queried = check(node, query);
    Materialization kind = node.model().config().materialization();
    List<TableColumn> columns =
        kind == Materialization.SNAPSHOT ? SnapshotTable.columns(node, queried) : queried;
    Relation name = relation(node);
    CompiledModel model = new CompiledModel(node, query, columns, name);
    if (kind == Materialization.VIEW) {
      run(model, "CREATE TEMPORARY VIEW " + name + " AS\n" + model.sql(), node.file());
    } else {
      if (kind == Materialization.INSERT_OVERWRITE) {
        HeldPartitions.requireLateRows(tables, model);
      }
      run(model, project.ddl(model, name).sql(), node.file());
      project
          .evolution(model, name)
          .alteration(name)
          .ifPresent(sql -> body.add(new Statement(sql, node.file(), Optional.of(node))));
      CompiledModel checked = checked(model, name);
      checked = isReadHere(node) ? readable(checked, name) : checked;
      inserts.add(insert(checked, name));
      model = model.readFrom(checked.rows());
    }
    models.put(node, model);
    return model;
  }

  /** Parts the rows that break rules from the others; gives the model of those. */
  private CompiledModel checked(CompiledModel model, Relation table) {
    RowChecks checks = project.checks(model);
    if (checks.rules().isEmpty()) {
      return model;
    }
    ModelNode node = model.node();
    CheckedModel parted = CheckedModel.of(tables, model, table, checks);
    run(model, parted.view(), node.file());
    if (checks.quarantines()) {
      addSchema(CheckedRows.SCHEMA);
      run(model, parted.rows().quarantineTable(), node.file() + ", quarantine");
      inserts.add(
          new Statement(
              parted.rows().quarantineInsert(), node.file() + ", quarantine", Optional.of(node)));
    }
    if (checks.observes()) {
      addSchema(CheckedRows.SCHEMA);
      run(model, parted.rows().violationsTable(), node.file() + ", rules");
      inserts.add(
          new Statement(
              parted.rows().violationsInsert(), node.file() + ", rules", Optional.of(node)));
    }
    return parted.good();
  }

  /** Makes what the job's other models read of a table. */
  private CompiledModel readable(CompiledModel model, Relation table) {
    ModelNode node = model.node();
    RowsWithinJob kind = RowsWithinJob.of(tables, model, table);
    if (kind == RowsWithinJob.OF_TABLE) {
      Optional<Watermark> watermark = node.model().config().watermark();
      watermark.ifPresent(mark -> events(node, mark));
      return model.readFrom(withEvents(node, watermark));
    }
    Relation rows = new Relation(CATALOG, node.schema(), node.table() + ROWS);
    run(model, "CREATE TEMPORARY VIEW " + rows + " AS\n" + kind.view(model), node.file());
    return model.readFrom(rows);
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
    EventTime time = EventTime.of(tables, place(node), relation(node), watermark.column());
    if (time.needsFunction() && !hasEventTime) {
      runAndKeep(new Statement(EventTime.FUNCTION, "event time", Optional.empty()));
      hasEventTime = true;
    }
    runAndKeep(
        new Statement(
            "CREATE TEMPORARY TABLE "
                + new Relation(CATALOG, node.schema(), node.table() + EVENTS)
                + " (\n  `_event_time` AS "
                + time.expression()
                + ",\n  WATERMARK FOR `_event_time` AS `_event_time` - "
                + watermark.delay()
                + "\n) LIKE "
                + relation(node),
            "event time of " + node.name(),
            Optional.empty()));
  }

  /** Where a table's watermark is said. */
  private static String place(Node node) {
    return node instanceof SourceNode source
        ? source.source().definition().place()
        : ((ModelNode) node).file() + ", line 1";
  }

  /** A table's rows with the version of the table that each is of. */
  private void commits(Node node) {
    runAndKeep(
        new Statement(
            "CREATE TEMPORARY TABLE "
                + withCommits(node)
                + " (\n  `"
                + CommitVersion.COLUMN
                + "` BIGINT METADATA FROM 'commit_version' VIRTUAL\n) LIKE "
                + withEvents(node, watermark(node)),
            "versions of " + node.name(),
            Optional.empty()));
  }

  private static Relation withCommits(Node node) {
    return new Relation(CATALOG, node.schema(), node.table() + COMMITS);
  }

  private static Optional<Watermark> watermark(Node node) {
    if (node instanceof ModelNode model) {
      return model.model().config().watermark();
    }
    return node instanceof SourceNode source ? source.source().watermark() : Optional.empty();
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
    List<TableColumn> written = project.evolution(model, table).written();
    String columns =
        written.stream()
            .map(column -> Relation.quoted(column.name()))
            .collect(Collectors.joining(", "));
    Materialization kind = model.node().model().config().materialization();
    String query = kind == Materialization.SNAPSHOT ? SnapshotTable.query(model) : model.sql();
    if (model.rows().getIdentifier().equals(model.node().table() + ROWS)) {
      query = "SELECT " + columns + "\nFROM " + model.rows();
    } else if (!written.equals(model.columns())) {
      query = "SELECT " + columns + "\nFROM (\n" + query + "\n)";
    }
    return new Statement(
        (kind == Materialization.INSERT_OVERWRITE ? "INSERT OVERWRITE " : "INSERT INTO ")
            + table
            + hint
            + " ("
            + columns
            + ")\n"
            + query,
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

  private static Relation withEvents(Node read, Optional<Watermark> watermark) {
    return watermark.isEmpty()
        ? relation(read)
        : new Relation(CATALOG, read.schema(), read.table() + EVENTS);
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
    // What is planned here is planned as by whoever runs the script.
    preparation.stream()
        .filter(statement -> statement.sql().startsWith("SET "))
        .forEach(statement -> SqlRun.run(tables, statement));
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
      return here != null ? here.rows() : fromLake(read);
    }

    @Override
    public Relation source(String source, String name, int line) {
      return fromLake(project.graph().named(source + "." + name));
    }

    private Relation fromLake(Node read) {
      return CommitVersion.isReadBy(node) && withCommits.contains(read)
          ? withCommits(read)
          : withEvents(read, watermark(read));
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
