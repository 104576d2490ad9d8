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
 * stop; in place of a table of bronze they read events as they come through a socket, so that what
 * is measured begins where gold changes. Parameters: those of {@link BenchProject}, {@code port},
 * {@code folder} (new, of the run).
 */
public final class PushModels implements Engine {
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    BenchProject project = BenchProject.of(parameters);
    Path folder = Path.of(parameters.get("folder"));
    StopMark stop = StopMark.in(folder);
    int slots = project.jobs().size() * FlinkSession.PARALLELISM;
    try (LocalFlink flink =
        LocalFlink.start(
            folder.resolve("flink"), new LocalFlink.Settings(0, slots, CHECKPOINT_INTERVAL))) {
      List<LocalFlink.Job> jobs = new ArrayList<>();
      for (String name : project.jobs()) {
        StreamExecutionEnvironment environment =
            StreamExecutionEnvironment.getExecutionEnvironment(flink.configuration());
        environment.setParallelism(FlinkSession.PARALLELISM);
        JobScript script = project.compile(name, Map.of());
        JobRun.define(environment, withEvents(script, parameters.get("port")));
        jobs.add(flink.submit(name, environment.getStreamGraph()));
      }
      while (!stop.isSet()) {
        for (LocalFlink.Job job : jobs) {
          if (job.status().isGloballyTerminalState()) {
            throw new JobFailedException(job.name(), job.failure().orElse(null));
          }
        }
        StopMark.pause();
      }
      for (LocalFlink.Job job : jobs) {
        job.cancel();
      }
    }
    return Map.of();
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
}
