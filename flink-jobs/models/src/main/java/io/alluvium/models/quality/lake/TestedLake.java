package io.alluvium.models.quality.lake;

import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.models.ModelException;
import io.alluvium.models.compile.CompiledModel;
import io.alluvium.models.compile.EventTime;
import io.alluvium.models.compile.JobScript.Statement;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.jinja.Relation;
import io.alluvium.models.project.Materialization;
import io.alluvium.models.project.Setting;
import io.alluvium.models.quality.TestedTable;
import io.alluvium.models.run.CompiledJobs;
import io.alluvium.models.run.ModelsProject;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.types.logical.RowType;

/**
 * The tables of a lake, each at the version that was its latest when it was asked for first, under
 * their own names: whatever reads one of them here reads that version.
 */
final class TestedLake {
  private static final String CATALOG = "lake";
  private static final String ROWS = "__rows";
  private static final String EVENTS = "__events";

  private final TableEnvironment tables;
  private final ModelsProject models;
  private final String path;
  private final Map<Node, TestedTable> known = new HashMap<>();
  private final Map<Node, Long> versions = new HashMap<>();
  private final Supplier<CompiledJobs> compiled;

  /**
   * @param tables in batch mode; gets a catalog and functions
   * @param compiled gives the project's jobs once a view is asked for
   * @param path the lake's, as a Flink path
   */
  TestedLake(
      TableEnvironment tables, ModelsProject models, Supplier<CompiledJobs> compiled, String path) {
    this.tables = tables;
    this.models = models;
    this.compiled = compiled;
    this.path = path.endsWith("/") ? path : path + "/";
    tables.getConfig().set("table.local-time-zone", "UTC");
    tables.executeSql(
        "CREATE CATALOG `"
            + CATALOG
            + "` WITH ('type' = 'delta', 'path' = '"
            + path.replace("'", "''")
            + "')");
    tables.executeSql(EventTime.FUNCTION);
    for (Setting statement : models.project().settings().onRunStart()) {
      try {
        tables.executeSql(statement.text().strip().replaceAll(";$", ""));
      } catch (RuntimeException e) {
        throw ModelException.at(statement.origin().place(), e);
      }
    }
  }

  TableEnvironment tables() {
    return tables;
  }

  static Relation relation(Node node) {
    return new Relation(CATALOG, node.schema(), node.table());
  }

  /** The version that is read; empty for views. */
  OptionalLong version(Node node) {
    Long version = versions.get(node);
    return version == null ? OptionalLong.empty() : OptionalLong.of(version);
  }

  private String path(Node node) {
    return path + node.schema() + "/" + node.table();
  }

  /**
   * @throws ModelException where the lake has no such table
   */
  TestedTable table(Node node) {
    TestedTable table = known.get(node);
    if (table == null) {
      if (isView(node)) {
        createView((ModelNode) node);
      } else {
        createTable(node);
      }
      String name = relation(node).toString();
      table = TestedTable.of(name, tables.from(name).getResolvedSchema());
      known.put(node, table);
    }
    return table;
  }

  private static boolean isView(Node node) {
    return node instanceof ModelNode model
        && model.model().config().materialization() == Materialization.VIEW;
  }

  /**
   * Without primary key and NOT NULL: the planner believes them, and would answer for tests of them
   * without looking.
   */
  private void createTable(Node node) {
    if (node instanceof ModelNode model && !model.model().config().materialization().isDelta()) {
      throw new ModelException(
          node.file()
              + ": "
              + node.name()
              + " is a push model, whose rows are in a store; test what it reads");
    }
    DeltaTable table = DeltaTable.at(path(node));
    if (!table.exists()) {
      throw new ModelException(
          "the lake " + path + " has no table " + node.schema() + "." + node.table() + " yet");
    }
    DeltaSnapshot snapshot = table.snapshot();
    versions.put(node, snapshot.version());
    String columns =
        snapshot.rowType().getFields().stream()
            .map(TestedLake::column)
            .collect(Collectors.joining(", "));
    String partitions =
        snapshot.partitionColumns().isEmpty()
            ? ""
            : " PARTITIONED BY ("
                + snapshot.partitionColumns().stream()
                    .map(Relation::quoted)
                    .collect(Collectors.joining(", "))
                + ")";
    tables.executeSql("CREATE DATABASE IF NOT EXISTS `lake`." + Relation.quoted(node.schema()));
    tables.executeSql(
        "CREATE TEMPORARY TABLE "
            + relation(node)
            + " ("
            + columns
            + ")"
            + partitions
            + " WITH ('connector' = 'delta', 'path' = '"
            + path(node).replace("'", "''")
            + "', 'scan.version' = '"
            + snapshot.version()
            + "')");
  }

  private static String column(RowType.RowField field) {
    return Relation.quoted(field.getName()) + " " + field.getType().copy(true).asSummaryString();
  }

  /** A view of the project over the tables as they are read here. */
  private void createView(ModelNode node) {
    CompiledModel view = compiled.get().compiler().compiled(node);
    for (Node parent : models.graph().parents(node)) {
      table(parent);
      if (!isView(parent)) {
        tables.executeSql(
            "CREATE TEMPORARY VIEW IF NOT EXISTS "
                + new Relation(CATALOG, parent.schema(), parent.table() + ROWS)
                + " AS SELECT * FROM "
                + relation(parent));
        events(parent);
      }
    }
    tables.executeSql("CREATE TEMPORARY VIEW " + relation(node) + " AS\n" + view.query().text());
  }

  /** As the job has it; batch queries see the column of event time, and no watermark. */
  private void events(Node parent) {
    String name = new Relation(CATALOG, parent.schema(), parent.table() + EVENTS).toString();
    compiled.get().scripts().values().stream()
        .flatMap(script -> script.preparation().stream())
        .map(Statement::sql)
        .filter(sql -> sql.startsWith("CREATE TEMPORARY TABLE " + name + " "))
        .findFirst()
        .ifPresent(
            sql ->
                tables.executeSql(
                    sql.replace(
                        "CREATE TEMPORARY TABLE ", "CREATE TEMPORARY TABLE IF NOT EXISTS ")));
  }
}
