package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.worker.Engine;
import io.alluvium.models.compile.JobScript;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/**
 * Runs the SQL of a job's models by Flink alone, without the settings that our compiler makes,
 * until its input ends, on a cluster that stays from run to run. Parameters: those of {@link
 * BenchProject}, with one job; {@code cluster}, which is {@code stock} for Flink's defaults or
 * {@code runner} for what {@code alluvium models run} starts; {@code folder} (new, of the run).
 */
public final class PlainSql implements Engine {
  private final Kept<RunnerCluster> runner = new Kept<>();
  private final Kept<MiniCluster> stock = new Kept<>();

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    BenchProject project = BenchProject.of(parameters);
    JobScript script = project.compile(project.jobs().get(0), Map.of());
    Path folder = Path.of(parameters.get("folder"));
    if (parameters.get("cluster").equals("stock")) {
      StreamExecutionEnvironment environment = stockEnvironment(folder);
      define(environment, script);
      environment.executeAsync(script.job()).getJobExecutionResult().get();
    } else {
      RunnerCluster cluster = runner.get(() -> RunnerCluster.start(folder));
      StreamExecutionEnvironment environment = cluster.environment();
      define(environment, script);
      cluster.runToEnd(script.job(), environment);
    }
    return Map.of();
  }

  private StreamExecutionEnvironment stockEnvironment(Path folder) throws Exception {
    Configuration configuration = new Configuration();
    FlinkSession.target(
        configuration, stock.get(() -> FlinkSession.startCluster(new Configuration())));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        folder.resolve("checkpoints").toUri().toString());
    configuration.set(
        CheckpointingOptions.CHECKPOINTING_INTERVAL, RunnerCluster.CHECKPOINT_INTERVAL);
    StreamExecutionEnvironment environment = new StreamExecutionEnvironment(configuration);
    environment.setParallelism(FlinkSession.PARALLELISM);
    return environment;
  }

  private static void define(StreamExecutionEnvironment environment, JobScript script) {
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
    script.preparation().stream()
        .map(JobScript.Statement::sql)
        .filter(sql -> !sql.startsWith("SET "))
        .forEach(tables::executeSql);
    StreamStatementSet inserts = tables.createStatementSet();
    script.inserts().forEach(insert -> inserts.addInsertSql(insert.sql()));
    inserts.attachAsDataStream();
  }

  @Override
  public void close() throws Exception {
    try (stock) {
      runner.close();
    }
  }
}
