package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.events.EventSchema;
import io.alluvium.benchmarks.worker.Engine;
import io.alluvium.benchmarks.worker.StopMark;
import io.alluvium.local.JobFailedException;
import io.alluvium.local.LocalFlink;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.run.JobRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runs the jobs of a project at once, as {@code alluvium models run} does, until it is told to
 * stop, on a cluster that stays from run to run; in place of a table of bronze they read events as
 * they come through a socket, so that what is measured begins where gold changes. Parameters: those
 * of {@link BenchProject}, {@code port}, {@code folder} (new, of the run).
 */
public final class PushModels implements Engine {
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

  private final Kept<RunnerCluster> kept = new Kept<>();

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    BenchProject project = BenchProject.of(parameters);
    Path folder = Path.of(parameters.get("folder"));
    StopMark stop = StopMark.in(folder);
    int slots = project.jobs().size() * FlinkSession.PARALLELISM;
    RunnerCluster cluster = kept.get(() -> RunnerCluster.start(folder, slots, CHECKPOINT_INTERVAL));
    List<LocalFlink.Job> jobs = new ArrayList<>();
    try {
      for (String name : project.jobs()) {
        jobs.add(start(cluster, project, name, parameters.get("port")));
      }
      while (!stop.isSet()) {
        for (LocalFlink.Job job : jobs) {
          if (job.status().isGloballyTerminalState()) {
            throw new JobFailedException(job.name(), job.failure().orElse(null));
          }
        }
        StopMark.pause();
      }
    } finally {
      for (LocalFlink.Job job : jobs) {
        job.cancel();
      }
    }
    return Map.of();
  }

  private static LocalFlink.Job start(
      RunnerCluster cluster, BenchProject project, String name, String port) throws Exception {
    StreamExecutionEnvironment environment = cluster.environment();
    JobScript script = project.compile(name, Map.of());
    JobRun.define(environment, withEvents(script, port));
    // Its name had another lake in the run before.
    cluster.flink().forget(name);
    return cluster.flink().submit(name, environment.getStreamGraph());
  }

  /** The table that is temporary hides the one in the lake. */
  private static JobScript withEvents(JobScript script, String port) {
    List<JobScript.Statement> preparation = new ArrayList<>();
    for (JobScript.Statement statement : script.preparation()) {
      preparation.add(statement);
      if (statement.sql().startsWith("CREATE CATALOG")) {
        preparation.add(
            new JobScript.Statement(
                "CREATE TEMPORARY TABLE `lake`.`bronze`.`event` ("
                    + EventSchema.columns("TIMESTAMP_LTZ(6)")
                    + ") WITH ('connector' = '"
                    + EventSocketFactory.IDENTIFIER
                    + "', 'port' = '"
                    + port
                    + "')",
                "",
                Optional.empty()));
      }
    }
    return new JobScript(script.job(), preparation, script.inserts(), script.models());
  }

  @Override
  public void close() throws Exception {
    kept.close();
  }
}
