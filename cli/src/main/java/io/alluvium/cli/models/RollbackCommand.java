package io.alluvium.cli.models;

import io.alluvium.cli.ClusterClient;
import io.alluvium.cli.HealthOptions;
import io.alluvium.cli.LakeUri;
import io.alluvium.cli.ingest.LocalRun;
import io.alluvium.cli.output.OutputFormat;
import io.alluvium.cluster.ClusterAddress;
import io.alluvium.cluster.ClusterJobs;
import io.alluvium.cluster.FlinkRest;
import io.alluvium.cluster.JobJar;
import io.alluvium.local.StopSignal;
import io.alluvium.models.ModelException;
import io.alluvium.models.ModelsJob;
import io.alluvium.models.compile.ProjectCompiler;
import io.alluvium.models.deploy.DeployedJobs;
import io.alluvium.models.deploy.JobHost;
import io.alluvium.models.deploy.ModelsRun;
import io.alluvium.models.deploy.PlannedRollback;
import io.alluvium.models.deploy.ProjectRun;
import io.alluvium.models.project.Materialization;
import io.alluvium.models.run.ModelsProject;
import io.alluvium.state.upgrade.HealthRule;
import io.alluvium.state.upgrade.HealthWatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.FileUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alluvium rollback}. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = {
      "Returns a job of models, and every table that it writes, to a savepoint.",
      "The job is stopped with a savepoint, so that this can be undone; the tables get their old"
          + " contents as a new version, their history stays; then the job goes on from the"
          + " savepoint, as it ran then, and is watched. Run again where it was interrupted, it"
          + " finishes. With --dry-run nothing is changed: it says what would be undone."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the job and its tables are back; with --dry-run: they could be",
      "1:they are back, but the job was not healthy",
      "2:wrong use, or refused: the message says why, and nothing is undone"
    })
public final class RollbackCommand implements Callable<Integer> {
  @Mixin private ProjectOptions project;
  @Mixin private LocalRun run;
  @Mixin private HealthOptions health;

  @Parameters(paramLabel = "JOB", description = "The name of the job, such as models.")
  private String job;

  @Option(
      names = "--to",
      paramLabel = "SAVEPOINT",
      required = true,
      description =
          "The folder of a savepoint of the job, as 'alluvium job savepoint' prints it, or of a"
              + " retained checkpoint. It is not changed.")
  private String savepoint;

  @Option(
      names = "--cluster",
      paramLabel = "HOST:PORT",
      description =
          "The session cluster that the job runs on. Without it the job must stand still, and is"
              + " not started: 'alluvium models run' does that.")
  private String cluster;

  @Option(names = "--dry-run", description = "Only says what would be undone.")
  private boolean dryRun;

  @Option(
      names = "--force",
      description = "Also undoes what others than the job have written to its tables since.")
  private boolean force;

  @Option(
      names = "--with-downstream",
      description =
          "Also where models of other jobs can only read rows that are added to a table: their"
              + " jobs will stop, and they must be built anew.")
  private boolean withDownstream;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "Of --dry-run: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private OutputFormat format;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    HealthRule rule = health.rule();
    if (!project.selectsAll()) {
      throw new ParameterException(
          spec.commandLine(),
          "A job goes back with all its models: leave --select and --exclude out");
    }
    ModelsProject models = ModelsProject.of(project.configuration(run.lake()));
    try (ModelsHome home = ModelsHome.open(run, models.graph().project());
        StopSignal stop = new StopSignal()) {
      ProjectRun runs = compiled(models, home.folder());
      PlannedRollback planned = runs.planRollback(job, LakeUri.of(savepoint));
      new RollbackReport(planned, modelsRun())
          .write(dryRun ? format : OutputFormat.text, spec.commandLine().getOut());
      requireAllowed(planned);
      runs.requireRestartable(planned, StandingStill.INSTANCE);
      if (dryRun) {
        return 0;
      }
      return cluster == null ? takeBackHere(runs) : takeBackOnCluster(runs, rule, stop);
    }
  }

  private ProjectRun compiled(ModelsProject models, Path home) {
    try (ProjectCompiler compiler =
        models
            .compiler()
            .rebuilding(
                model -> model.model().config().materialization() == Materialization.TABLE)) {
      return new ProjectRun(models.graph(), compiler.compile(), new DeployedJobs(home), run.lake());
    }
  }

  private void requireAllowed(PlannedRollback planned) {
    if (!force && !planned.writtenByOthers().isEmpty()) {
      throw new ModelException(
          "Others than the job '"
              + job
              + "' have written its tables since: "
              + RollbackReport.othersOf(planned)
              + ". Their rows would be gone as well; --force does it all the same");
    }
    if (!withDownstream && !planned.stopping().isEmpty()) {
      throw new ModelException(
          planned.stopping().stream()
                  .map(reader -> reader.job() + "." + reader.model() + " reads " + reader.table())
                  .collect(Collectors.joining(", "))
              + ", and can only take rows that are added: it would stop, and must be built anew."
              + " --with-downstream does it all the same");
    }
  }

  private String modelsRun() {
    return "alluvium models run" + (cluster == null ? "" : " --cluster " + cluster);
  }

  private int takeBackHere(ProjectRun runs) throws Exception {
    Progress progress = new Progress(spec.commandLine().getOut());
    halt(runs, StandingStill.INSTANCE, progress);
    takeBack(runs, progress);
    progress.tell(
        "The tables are back. The job "
            + job
            + " goes on from the savepoint with '"
            + modelsRun()
            + "'.");
    return 0;
  }

  private int takeBackOnCluster(ProjectRun runs, HealthRule rule, StopSignal stop)
      throws Exception {
    Progress progress = new Progress(spec.commandLine().getOut());
    Configuration settings = ClusterClient.settings();
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, run.checkpointInterval());
    Path scratch = Files.createTempDirectory("alluvium-rollback-jar");
    try (ClusterJobs jobs = ClusterJobs.connect(ClusterAddress.of(cluster), settings)) {
      JobHost host = new ClusterHost(jobs, settings, JobJar.of(ModelsJob.class, scratch));
      Optional<String> left = halt(runs, host, progress);
      try {
        takeBack(runs, progress);
      } catch (RuntimeException e) {
        if (!runs.isRollingBack(job)) {
          runs.resume(job, host, run.parallelism());
          progress.tell("Nothing is undone, and the job " + job + " goes on.");
        }
        throw e;
      }
      long begun = System.nanoTime();
      ModelsRun resumed = runs.resume(job, host, run.parallelism());
      progress.done(begun, "The job " + job + " was started from the savepoint");
      return watched(resumed, rule, runs, jobs.address(), progress, stop, left) ? 0 : 1;
    } finally {
      FileUtils.deleteDirectory(scratch.toFile());
    }
  }

  private Optional<String> halt(ProjectRun runs, JobHost host, Progress progress) throws Exception {
    Optional<String> left = runs.halt(job, host);
    left.ifPresent(
        path -> progress.tell("The job " + job + " stands still. To undo all this: " + undo(path)));
    return left;
  }

  private String undo(String path) {
    return "alluvium rollback "
        + job
        + " --to "
        + path
        + (cluster == null ? "" : " --cluster " + cluster);
  }

  private void takeBack(ProjectRun runs, Progress progress) {
    // What was committed until the job stood still is to be undone as well.
    PlannedRollback planned = runs.planRollback(job, LakeUri.of(savepoint));
    requireAllowed(planned);
    long begun = System.nanoTime();
    runs.takeBack(planned);
    progress.done(
        begun,
        "Tables taken back: "
            + planned.tables().stream().filter(table -> !table.plan().isNothing()).count());
  }

  private boolean watched(
      ModelsRun resumed,
      HealthRule rule,
      ProjectRun runs,
      ClusterAddress address,
      Progress progress,
      StopSignal stop,
      Optional<String> left)
      throws Exception {
    HealthWatch watch =
        new HealthWatch(new FlinkRest(address), runs.deployed(job).orElseThrow().id(), rule);
    progress.tell("Watching: " + rule.text() + ".");
    Optional<String> problem = watch.await(stop::await, () -> resumed.job().requestCheckpoint());
    if (problem.isPresent()) {
      progress.tell(
          "The job "
              + job
              + " and its tables are back, but it is not healthy: "
              + problem.get()
              + "."
              + left.map(path -> " To undo all this: " + undo(path)).orElse(""));
      return false;
    }
    progress.tell("The job " + job + " is healthy, and it and its tables are back.");
    return true;
  }
}
