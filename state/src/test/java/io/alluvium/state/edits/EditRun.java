package io.alluvium.state.edits;

import static org.awaitility.Awaitility.await;

import io.alluvium.state.plan.PlanFile;
import io.alluvium.state.plan.PlanNode;
import io.alluvium.state.savepoint.Savepoint;
import io.alluvium.state.trial.LoadedPlan;
import io.alluvium.state.trial.RestoreTrial;
import io.alluvium.state.trial.TrialOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.RestoreMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.util.FileUtils;

/** Compiles jobs, and runs them on rows from and to a savepoint. */
final class EditRun {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final MiniCluster cluster;
  private final Path folder;

  EditRun(MiniCluster cluster, Path folder) {
    this.cluster = cluster;
    this.folder = folder;
  }

  /** The plan, which carries what the code of its functions is. */
  PlanFile compile(Job job) {
    TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    job.settings.forEach(tables.getConfig()::set);
    job.functions.forEach(tables::createTemporarySystemFunction);
    job.tables.forEach(
        (name, columns) ->
            tables.executeSql(
                "CREATE TABLE " + name + " (" + columns + ") WITH (" + source(name) + ")"));
    job.views.forEach(
        (name, query) -> tables.executeSql("CREATE TEMPORARY VIEW " + name + " AS " + query));
    StatementSet inserts = tables.createStatementSet();
    job.queries.forEach(
        (name, query) -> {
          tables.executeSql(
              "CREATE TABLE "
                  + name
                  + " ("
                  + job.columns.get(name)
                  + ") WITH ('connector' = 'lines', 'path' = '"
                  + file(name)
                  + "', 'upserts' = '"
                  + job.upserts.contains(name)
                  + "')");
          inserts.addInsertSql("INSERT INTO " + name + " " + query);
        });
    PlanFile plan = PlanFile.parse(inserts.compilePlan().asJsonString(), "the plan");
    Map<String, String> code = new TreeMap<>();
    job.functions.forEach((name, function) -> code.put(name, function.getSimpleName()));
    plan.carry(code);
    return plan;
  }

  private String source(String table) {
    return "'connector' = 'lines', 'path' = '"
        + file(table)
        + "', 'changes' = '"
        + table.equals("customers")
        + "'";
  }

  private Path file(String table) {
    return folder.resolve(table + ".lines");
  }

  /** What the tables that are read hold. */
  EditRun given(String table, List<String> lines) throws Exception {
    Files.write(file(table), lines);
    return this;
  }

  /**
   * A job that has read all.
   *
   * @param savepoint with which it was stopped
   * @param rows that the run gave, by table, in the end: changes are applied
   */
  record Outcome(String savepoint, Map<String, List<String>> rows) {}

  /**
   * Runs a plan until it has read all that its tables hold, and stops it.
   *
   * @param from a savepoint
   * @param end whether all windows are closed in the end
   * @throws Exception where Flink refuses to restore
   */
  Outcome run(Job job, PlanFile plan, Optional<String> from, boolean end) throws Exception {
    for (String table : job.queries.keySet()) {
      Files.deleteIfExists(file(table));
    }
    Map<Path, Long> sources = new TreeMap<>();
    for (PlanNode node : plan.nodes()) {
      if (node.isSource()) {
        String table = node.shortTable().orElseThrow().replace("default_database.", "");
        Path read = FollowedLines.read(file(table));
        FileUtils.deleteDirectory(read.toFile());
        sources.merge(Files.createDirectories(read), 1L, Long::sum);
      }
    }
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(settings());
    environment.setParallelism(job.parallelism);
    define(job, plan, environment);
    JobGraph graph = environment.getStreamGraph().getJobGraph();
    from.ifPresent(
        savepoint ->
            graph.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(
                    savepoint, /* allowNonRestoredState= */ true, RestoreMode.NO_CLAIM)));
    JobID id = graph.getJobID();
    cluster.submitJob(graph).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    String savepoint;
    try {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(
              () ->
                  hasEnded(id)
                      || (isRunning(id)
                          && sources.keySet().stream()
                              .allMatch(read -> count(read) == sources.get(read))));
      if (hasEnded(id)) {
        throw new IllegalStateException(
            "Flink does not restore it",
            cluster.requestJobResult(id).get().getSerializedThrowable().orElse(null));
      }
      savepoint =
          cluster
              .stopWithSavepoint(
                  id,
                  folder.resolve("savepoints").toUri().toString(),
                  /* terminate= */ end,
                  SavepointFormatType.CANONICAL)
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } finally {
      if (!hasEnded(id)) {
        cluster.cancelJob(id);
      }
      cluster.requestJobResult(id).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    Map<String, List<String>> rows = new TreeMap<>();
    for (String table : job.queries.keySet()) {
      List<String> changes =
          Files.exists(file(table)) ? Files.readAllLines(file(table)) : List.of();
      rows.put(table, folded(changes));
    }
    return new Outcome(savepoint, rows);
  }

  /** Restores a savepoint with a plan, without running it. */
  TrialOutcome trial(Job job, PlanFile plan, String from) throws Exception {
    for (String table : job.queries.keySet()) {
      Files.deleteIfExists(file(table));
    }
    Path scratch = Files.createTempDirectory(folder, "trial");
    RestoreTrial trial =
        new RestoreTrial(Savepoint.read(from), settings(), job.parallelism, scratch, PATIENCE);
    define(job, plan, trial.environment());
    return trial.run();
  }

  /** Whether any of a job's tables has been written since. */
  boolean hasWritten(Job job) {
    return job.queries.keySet().stream().anyMatch(table -> Files.exists(file(table)));
  }

  private static Configuration settings() {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    return settings;
  }

  private static void define(Job job, PlanFile plan, StreamExecutionEnvironment environment) {
    environment.setMaxParallelism(job.maxParallelism);
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
    job.functions.forEach(tables::createTemporarySystemFunction);
    LoadedPlan.addTo(environment, tables, plan);
  }

  private boolean hasEnded(JobID id) throws Exception {
    return cluster.getJobStatus(id).get().isGloballyTerminalState();
  }

  private boolean isRunning(JobID id) throws Exception {
    for (var vertex : cluster.getExecutionGraph(id).get().getAllExecutionVertices()) {
      if (vertex.getExecutionState() != ExecutionState.RUNNING) {
        return false;
      }
    }
    return true;
  }

  private static long count(Path read) {
    String[] files = read.toFile().list();
    return files == null ? 0 : files.length;
  }

  /**
   * The rows that are there in the end, and with a minus those that were there before and are no
   * more.
   */
  static List<String> folded(List<String> changes) {
    List<String> rows = new ArrayList<>();
    for (String change : changes) {
      String row = change.substring(2);
      boolean adds = change.startsWith("+");
      if (!rows.remove(adds ? "-" + row : row)) {
        rows.add(adds ? row : "-" + row);
      }
    }
    rows.sort(null);
    return rows;
  }
}
