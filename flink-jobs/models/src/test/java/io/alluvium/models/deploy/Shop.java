package io.alluvium.models.deploy;

import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.models.ModelsOptions;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.ProjectCompiler;
import io.alluvium.models.deploy.ProjectRun.Planned;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.project.Materialization;
import io.alluvium.models.run.ModelsProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** A project of a few models over one table of orders, and its jobs on a cluster. */
final class Shop {
  static final Pause NEVER_STOPS =
      duration -> {
        Thread.sleep(duration.toMillis());
        return false;
      };

  private final Path folder;
  private final LocalHost host;
  private final Map<String, ModelsRun> running = new TreeMap<>();

  Shop(Path folder, LocalHost host) throws Exception {
    this.folder = folder;
    this.host = host;
    file("dbt_project.yml", "name: shop\nmodels: {shop: {+schema: gold}}");
    file("models/raw.yml", "sources: [{name: raw, tables: [{name: orders}]}]");
    file("models/priced.sql", "SELECT * FROM {{ source('raw', 'orders') }} WHERE price > 0");
  }

  Shop file(String name, String text) throws Exception {
    Path file = folder.resolve("project").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
    return this;
  }

  Shop model(String name, String config, String sql) throws Exception {
    return file("models/" + name + ".sql", "{{ config(" + config + ") }}\n" + sql);
  }

  Shop orders(String values) throws Exception {
    TableEnvironment tables = tables();
    tables.executeSql("CREATE DATABASE IF NOT EXISTS `raw`");
    tables.executeSql("CREATE TABLE IF NOT EXISTS `raw`.orders (customer STRING, price INT)");
    tables.executeSql("INSERT INTO `raw`.orders VALUES " + values).await();
    return this;
  }

  /** An order of each of so many customers, whose names are numbers. */
  Shop ordersOf(int customers) throws Exception {
    TableEnvironment tables = tables();
    tables.executeSql(
        "CREATE TEMPORARY TABLE numbers (n INT) WITH ('connector' = 'datagen', 'fields.n.kind' ="
            + " 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '"
            + customers
            + "', 'number-of-rows' = '"
            + customers
            + "')");
    tables.executeSql("INSERT INTO `raw`.orders SELECT CAST(n AS STRING), n FROM numbers").await();
    return this;
  }

  /** Stops what runs, as by a failure of the process, and starts what should run. */
  Map<String, String> run(boolean fullRefresh, String... selected) throws Exception {
    Map<String, String> kinds = new TreeMap<>();
    for (Planned planned : plan(fullRefresh, selected)) {
      planned
          .changes()
          .forEach(change -> kinds.put(change.name(), change.kind().name().toLowerCase()));
      running.put(planned.job(), projectRun().start(planned, host, 2));
    }
    return kinds;
  }

  List<Planned> plan(boolean fullRefresh, String... selected) throws Exception {
    stop();
    Set<Node> nodes = new HashSet<>(project().graph().nodes());
    if (selected.length > 0) {
      nodes.removeIf(node -> !List.of(selected).contains(node.name()));
    }
    Set<String> ids = nodes.stream().map(Node::id).collect(Collectors.toSet());
    return projectRun().plan(new StartRequest(ids, fullRefresh));
  }

  /** As by a failure of the process. */
  void stop() throws Exception {
    host.kill();
    running.clear();
  }

  /** Waits until all input is in the tables, and swaps those that were built. */
  Shop catchUp() throws Exception {
    for (ModelsRun run : running.values()) {
      run.awaitCaughtUp(NEVER_STOPS);
      if (run.isBuilding()) {
        run.stopToSwap();
        host.deaths().step("before tables are swapped");
        run.finishSwap();
        run.awaitCaughtUp(NEVER_STOPS);
      }
    }
    return this;
  }

  ModelsRun running(String job) {
    return running.get(job);
  }

  /** Takes a job that stands still back, and starts it. */
  ModelsRun takeBack(String job, String savepoint) throws Exception {
    stop();
    projectRun().halt(job, host);
    projectRun().takeBack(projectRun().planRollback(job, savepoint));
    return resume(job);
  }

  /** Starts a job as it is written down. */
  ModelsRun resume(String job) throws Exception {
    ModelsRun run = projectRun().resume(job, host, 2);
    running.put(job, run);
    return run;
  }

  DeployedJobs home() {
    return new DeployedJobs(folder.resolve("home"));
  }

  ProjectRun projectRun() throws Exception {
    ModelsProject project = project();
    try (ProjectCompiler compiler =
        project
            .compiler()
            .rebuilding(
                model -> model.model().config().materialization() == Materialization.TABLE)) {
      Map<String, JobScript> scripts = compiler.compile();
      return new ProjectRun(project.graph(), scripts, home(), lake());
    }
  }

  ModelGraph graph() {
    return project().graph();
  }

  private ModelsProject project() {
    Configuration options = new Configuration();
    options.set(ModelsOptions.LAKE_PATH, lake());
    options.set(ModelsOptions.PROJECT_PATH, folder.resolve("project").toString());
    options.set(ModelsOptions.MINI_BATCH_LATENCY, Duration.ofMillis(50));
    return ModelsProject.of(options);
  }

  String lake() {
    return folder.resolve("lake").toUri().toString();
  }

  /** The rows of a table, as text, in order. */
  List<String> rows(String table) throws Exception {
    return query("SELECT * FROM " + table);
  }

  /** What a query gives in batch. */
  List<String> query(String sql) throws Exception {
    List<String> rows = new ArrayList<>();
    try (CloseableIterator<Row> found = tables().executeSql(sql).collect()) {
      found.forEachRemaining(row -> rows.add(row.toString().substring(2)));
    }
    rows.sort(null);
    return rows;
  }

  long version(String table) {
    return DeltaTable.at(folder.resolve("lake").resolve(table.replace('.', '/')).toString())
        .snapshot()
        .version();
  }

  private TableEnvironment tables() {
    TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inBatchMode());
    tables.getConfig().set("table.exec.resource.default-parallelism", "1");
    tables.executeSql("CREATE CATALOG lake WITH ('type' = 'delta', 'path' = '" + lake() + "')");
    tables.useCatalog("lake");
    return tables;
  }
}
