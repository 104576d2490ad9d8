package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.worker.Engine;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.models.compile.CompiledModel;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.run.JobRun;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runs jobs of a project one after the other, as {@code alluvium models run} does, each until its
 * input ends. A job finds the versions of the tables that those before it wrote in variables named
 * {@code MODEL_version}. Parameters: those of {@link BenchProject}, {@code folder} (new, of the
 * run).
 */
public final class ModelRun implements Engine {
  private final Kept<RunnerCluster> kept = new Kept<>();

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    BenchProject project = BenchProject.of(parameters);
    Map<String, String> versions = new LinkedHashMap<>();
    RunnerCluster cluster = kept.get(() -> RunnerCluster.start(Path.of(parameters.get("folder"))));
    for (String job : project.jobs()) {
      JobScript script = project.compile(job, versions);
      StreamExecutionEnvironment environment = cluster.environment();
      JobRun.define(environment, script);
      cluster.runToEnd(job, environment);
      noteVersions(project, script, versions);
    }
    return Map.of();
  }

  private static void noteVersions(
      BenchProject project, JobScript script, Map<String, String> versions) {
    for (CompiledModel model : script.models()) {
      if (model.node().model().config().materialization().isDelta()) {
        Path table = project.lake().resolve(model.node().schema()).resolve(model.node().table());
        long version = DeltaTable.at(table.toString()).snapshot().version();
        versions.put(model.node().model().name() + "_version", Long.toString(version));
      }
    }
  }

  @Override
  public void close() throws Exception {
    kept.close();
  }
}
