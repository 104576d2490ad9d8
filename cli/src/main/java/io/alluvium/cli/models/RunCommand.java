package io.alluvium.cli.models;

import io.alluvium.cli.ingest.LocalRun;
import io.alluvium.local.DirectoryLock;
import io.alluvium.local.JobFailedException;
import io.alluvium.local.LocalFlink;
import io.alluvium.local.LocalServiceException;
import io.alluvium.local.StopSignal;
import io.alluvium.models.ModelException;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.ProjectCompiler;
import io.alluvium.models.graph.Node;
import io.alluvium.models.run.JobRun;
import io.alluvium.models.run.ModelsProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code alluvium models run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the jobs of the selected models in this process until it is stopped.",
      "Their checkpoints are kept in the home; the next run goes on from them."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "1:a job failed; the message and the log say why",
      "2:wrong use, or a model that is wrong: the message says what to change",
      "130, 143:stopped by Ctrl-C or SIGTERM, in an orderly way"
    })
final class RunCommand implements Callable<Integer> {
  private static final Duration TICK = Duration.ofMillis(500);

  @Mixin private ProjectOptions project;
  @Mixin private LocalRun run;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Progress progress = new Progress(spec.commandLine().getOut());
    ModelsProject models = ModelsProject.of(project.configuration(run.lake()));
    progress.found(models.graph());
    List<JobScript> scripts = scripts(models);
    Path home = run.home().resolve("models").resolve(models.graph().project());
    Files.createDirectories(home);
    try (DirectoryLock lock = lock(home);
        StopSignal stop = new StopSignal();
        LocalFlink flink =
            LocalFlink.start(
                home,
                new LocalFlink.Settings(
                    run.webPort(), run.parallelism() * scripts.size(), run.checkpointInterval()))) {
      List<LocalFlink.Job> jobs = new ArrayList<>();
      for (JobScript script : scripts) {
        LocalFlink.Job job = submit(flink, script);
        jobs.add(job);
        progress.job(
            jobs.size(),
            scripts.size(),
            job.restoredFrom().isPresent() ? "going on with job" : "running job",
            script,
            "into " + run.lake());
      }
      progress.tell("Ctrl-C stops; the same command goes on. Web UI: " + flink.webUrl());
      return follow(jobs, stop, progress);
    }
  }

  /** Whole jobs: a part of one would drop the state of the others. */
  private List<JobScript> scripts(ModelsProject models) {
    Set<Node> selected = new HashSet<>(project.selected(models));
    try (ProjectCompiler compiler = models.compiler()) {
      List<JobScript> scripts =
          compiler.compile().values().stream()
              .filter(
                  script ->
                      script.inserts().stream()
                          .flatMap(insert -> insert.model().stream())
                          .anyMatch(selected::contains))
              .toList();
      if (scripts.isEmpty()) {
        throw new ModelException(
            "No selected model writes anything; 'alluvium models ls' shows what is selected.");
      }
      return scripts;
    }
  }

  private LocalFlink.Job submit(LocalFlink flink, JobScript script) throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(flink.configuration());
    environment.setParallelism(run.parallelism());
    JobRun.define(environment, script);
    return flink.submit(script.job(), environment.getStreamGraph());
  }

  private DirectoryLock lock(Path home) throws Exception {
    return DirectoryLock.acquire(home.resolve("lock"))
        .orElseThrow(
            () ->
                new LocalServiceException(
                    "The models run in "
                        + run.home()
                        + " already. Stop them, or choose another --home."));
  }

  private static int follow(List<LocalFlink.Job> jobs, StopSignal stop, Progress progress)
      throws Exception {
    while (!stop.await(TICK)) {
      boolean allEnded = true;
      for (LocalFlink.Job job : jobs) {
        JobStatus status = job.status();
        if (status.isGloballyTerminalState() && status != JobStatus.FINISHED) {
          throw new JobFailedException(job.name(), job.failure().orElse(null));
        }
        allEnded &= status == JobStatus.FINISHED;
      }
      if (allEnded) {
        progress.tell("Done.");
        return 0;
      }
    }
    progress.tell("Stopping. The same command goes on from here.");
    return 0;
  }
}
