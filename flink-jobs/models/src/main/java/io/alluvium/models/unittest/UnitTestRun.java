package io.alluvium.models.unittest;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.definitions.Similar;
import io.alluvium.models.ModelException;
import io.alluvium.models.compile.CommitVersion;
import io.alluvium.models.compile.ProjectCompiler;
import io.alluvium.models.compile.TableColumn;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.graph.Node.SeedNode;
import io.alluvium.models.graph.Node.SourceNode;
import io.alluvium.models.jinja.JinjaRenderer;
import io.alluvium.models.jinja.Relation;
import io.alluvium.models.project.Materialization;
import io.alluvium.models.project.ModelConfig;
import io.alluvium.models.project.Origin;
import io.alluvium.models.project.Watermark;
import io.alluvium.models.run.ModelsProject;
import io.alluvium.models.unittest.TestCluster.Way;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.types.Row;

/** One unit test, from what is written to what it finds. */
final class UnitTestRun {
  private final UnitTest test;
  private final ModelsProject project;
  private final ProjectCompiler compiler;
  private final TestCluster cluster;
  private final Fixtures fixtures;
  private final JinjaRenderer jinja;

  /**
   * @param compiler that has compiled the project
   */
  UnitTestRun(UnitTest test, ModelsProject project, ProjectCompiler compiler, TestCluster cluster) {
    this.test = test;
    this.project = project;
    this.compiler = compiler;
    this.cluster = cluster;
    this.fixtures =
        new Fixtures(project.project().folder(), project.project().settings().testPaths());
    this.jinja = Overrides.renderer(test, project);
  }

  /**
   * @param seed of the first order and failure
   * @param seeds how many of each
   */
  Verdict run(long seed, int seeds) throws Exception {
    List<GivenTable> tables = new ArrayList<>();
    for (Map.Entry<Node, DefinitionValue> entry : test.given().entrySet()) {
      tables.add(table(entry.getKey(), entry.getValue()));
    }
    try {
      return run(tables, seed, seeds);
    } catch (ModelException e) {
      List<GivenTable> still = withoutChanges(tables);
      if (!TestSession.isAboutChanges(e) || still.equals(tables)) {
        throw e;
      }
      // The tables could change, but in this test they do not; in the job their rows may be new.
      return run(still, seed, seeds);
    }
  }

  private Verdict run(List<GivenTable> tables, long seed, int seeds) throws Exception {
    ModelNode model = test.model();
    TestSession session = TestSession.of(compiler.session());
    tables.forEach(table -> session.add(table, CommitVersion.isReadBy(model)));
    Relation view =
        new TestScope(test, project.graph(), jinja, session.tables(), test.given().keySet())
            .view(model);
    List<TableColumn> columns = session.columns(view);
    List<String> names = columns.stream().map(TableColumn::name).toList();
    TableContent expected = expected(columns);
    ModelConfig config = model.model().config();
    Materialization kind = config.materialization();
    List<String> key =
        kind.isKeyed() || kind == Materialization.PUSH ? config.uniqueKey() : List.of();
    boolean takesChanges = kind == Materialization.VIEW || kind == Materialization.INSERT_OVERWRITE;
    TestedPlan plan =
        session.plan(view.toString(), columns, key, takesChanges, model.file() + ", line 1");
    Optional<String> varying = plan.whatVaries();
    if (varying.isPresent() && !test.without().containsKey(Variation.DETERMINISTIC)) {
      return new Verdict(1, "the model " + varying.get());
    }
    TestRuns runs =
        new TestRuns(
            cluster,
            plan,
            model.file(),
            names,
            key.stream().map(names::indexOf).toList(),
            // Of what varies by intent only the columns that are expected can be compared.
            varying.isPresent() ? expected.columns() : names);
    Arrival given = Arrival.asGiven(tables);
    TableContent base = runs.run(given);
    Difference difference = base.of(expected.columns()).from(expected);
    if (!difference.isEmpty()) {
      return new Verdict(
          difference.size(),
          "the model gives other rows than expected\n" + difference.text("expected", "actual  "));
    }
    return new Variations(runs, given, test.without().keySet(), seed, seeds).verdict(base);
  }

  private GivenTable table(Node node, DefinitionValue entry) throws Exception {
    List<TableColumn> columns = compiler.columns(node);
    WrittenRows written = written(node, entry);
    List<String> key =
        node instanceof ModelNode model && model.model().config().materialization().isKeyed()
            ? model.model().config().uniqueKey()
            : List.of();
    GivenTable empty =
        new GivenTable(
            UnitTest.title(node, test),
            TestScope.relation(node),
            columns,
            key,
            !key.isEmpty() || GivenTableReader.hasChanges(written.rows(), columns),
            repeats(node),
            watermark(node),
            List.of());
    List<WrittenRow> rows =
        written.query().isPresent() ? evaluated(written, columns) : written.rows();
    return with(empty, new GivenTableReader(empty).read(rows));
  }

  private static GivenTable with(GivenTable table, List<GivenRow> rows) {
    return new GivenTable(
        table.title(),
        table.name(),
        table.columns(),
        table.key(),
        table.changes(),
        table.repeats(),
        table.watermark(),
        rows);
  }

  private static List<GivenTable> withoutChanges(List<GivenTable> tables) {
    return tables.stream()
        .map(
            table ->
                new GivenTable(
                    table.title(),
                    table.name(),
                    table.columns(),
                    table.key(),
                    table.rows().stream().anyMatch(GivenRow::isChange),
                    table.repeats(),
                    table.watermark(),
                    table.rows()))
        .toList();
  }

  /** A seed without rows has those of its file. */
  private WrittenRows written(Node node, DefinitionValue entry) {
    if (node instanceof SeedNode seed
        && entry.get("rows").isEmpty()
        && entry.get("fixture").isEmpty()) {
      return new WrittenRows(
          CsvRows.of(
              fixtures
                  .file(seed.file())
                  .orElseThrow(() -> entry.error(seed.file() + " is not there"))),
          Optional.empty(),
          Origin.of(entry));
    }
    return WrittenRows.of(entry, fixtures);
  }

  private static Optional<Watermark> watermark(Node node) {
    return node instanceof ModelNode model
        ? model.model().config().watermark()
        : node instanceof SourceNode source ? source.source().watermark() : Optional.empty();
  }

  /** As a source says with {@code meta: {alluvium: {repeats: true}}}. */
  private static boolean repeats(Node node) {
    return node instanceof SourceNode source
        && source
            .source()
            .definition()
            .get("meta")
            .flatMap(meta -> meta.get("alluvium"))
            .flatMap(own -> own.get("repeats"))
            .map(DefinitionValue::bool)
            .orElse(false);
  }

  private TableContent expected(List<TableColumn> columns) throws Exception {
    WrittenRows written = WrittenRows.of(test.expect(), fixtures);
    List<WrittenRow> rows =
        written.query().isPresent() ? evaluated(written, columns) : written.rows();
    List<String> names = columns.stream().map(TableColumn::name).toList();
    Set<String> looked = new LinkedHashSet<>();
    for (WrittenRow row : rows) {
      row.cells()
          .forEach(
              (name, cell) -> {
                if (!names.contains(name)) {
                  throw cell.origin()
                      .error(
                          "the model "
                              + test.model().name()
                              + " has no column '"
                              + name
                              + "'"
                              + Similar.hint(name, names));
                }
                looked.add(name);
              });
    }
    List<TableColumn> seen =
        rows.isEmpty()
            ? columns
            : columns.stream().filter(column -> looked.contains(column.name())).toList();
    List<List<Object>> values = new ArrayList<>();
    for (WrittenRow row : rows) {
      List<Object> one = new ArrayList<>();
      for (TableColumn column : seen) {
        WrittenRow.Cell cell = row.cells().get(column.name());
        one.add(
            cell == null
                ? null
                : Values.comparable(ValueConversion.of(column.name(), column.type(), cell)));
      }
      values.add(one);
    }
    return new TableContent(seen.stream().map(TableColumn::name).toList(), values);
  }

  /** The rows of a query, with the columns that it has. */
  private List<WrittenRow> evaluated(WrittenRows written, List<TableColumn> columns)
      throws Exception {
    String sql = written.query().orElseThrow();
    TestSession session = TestSession.of(compiler.session());
    List<TableColumn> own;
    String query = "(\n" + sql.strip().replaceAll(";$", "") + "\n)";
    try {
      own = TableColumn.of(session.tables().sqlQuery("SELECT * FROM " + query).getResolvedSchema());
    } catch (RuntimeException e) {
      throw written.origin().error(ModelException.reason(e));
    }
    List<TableColumn> typed = new ArrayList<>();
    for (TableColumn column : own) {
      typed.add(
          columns.stream()
              .filter(known -> known.name().equals(column.name()))
              .findFirst()
              .orElse(column));
    }
    TestedPlan plan = session.plan(query, typed, List.of(), false, written.origin().place());
    List<Row> rows =
        cluster.rows(cluster.submit(plan.job(written.origin().place()), Way.PLAIN, Map.of()));
    return rows.stream()
        .map(
            row -> {
              Map<String, WrittenRow.Cell> cells = new LinkedHashMap<>();
              for (int i = 0; i < typed.size(); i++) {
                cells.put(
                    typed.get(i).name(), new WrittenRow.Cell(row.getField(i), written.origin()));
              }
              return new WrittenRow(cells, written.origin());
            })
        .collect(Collectors.toList());
  }
}
