package io.alluvium.cli.models;

import io.alluvium.cli.ClusterClient;
import io.alluvium.cli.ingest.LocalRun;
import io.alluvium.cluster.ClusterAddress;
import io.alluvium.cluster.ClusterJobs;
import io.alluvium.cluster.JobJar;
import io.alluvium.local.LocalFlink;
import io.alluvium.local.StopSignal;
import io.alluvium.models.ModelsJob;
import io.alluvium.models.deploy.ProjectRun.Planned;
import io.alluvium.models.run.ModelsProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.FileUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alluvium models run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the jobs of the selected models in this process until it is stopped, or on a session"
          + " cluster.",
      "Their checkpoints are kept in the home; the next run goes on from them. Models that did not"
          + " change keep their state; a changed table is built anew beside the old one, and takes"
          + " its place at once when it has caught up."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all that the sources held is in the tables (--until-caught-up)",
      "1:a job failed; the message and the log say why",
      "2:wrong use, or a model that is wrong: the message says what to change",
      "130, 143:stopped by Ctrl-C or SIGTERM, in an orderly way"
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private ProjectOptions project;
  @Mixin private LocalRun run;
  @Mixin private RebuildOptions rebuild;
  @Mixin private OpenLineageOptions openLineage;

  @Option(
      names = "--until-caught-up",
      description =
          "Ends when all that the sources hold now is in the tables; the next run goes on from"
              + " there.")
  private boolean untilCaughtUp;

  @Option(
      names = "--cluster",
      paramLabel = "HOST:PORT",
      description =
          "Runs the jobs on this session cluster instead, where they go on when the command ends."
              + " A job that runs there already is left alone where its models did not change, and"
              + " else stopped with a savepoint and gone on with.")
  private String cluster;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    long begun = System.nanoTime();
    Progress progress = new Progress(spec.commandLine().getOut());
    ModelsProject models = ModelsProject.of(project.configuration(run.lake()));
    progress.found(models.graph());
    try (ModelsHome home = ModelsHome.open(run, models.graph().project());
        StopSignal stop = new StopSignal();
        JobsTold told = openLineage.events(models, run.lake())) {
      CompiledProject compiled =
          CompiledProject.of(models, project.selected(models), rebuild, home.folder(), run.lake());
      return cluster == null
          ? here(home, compiled, progress, stop, told, begun)
          : onCluster(compiled, progress, stop, told, begun);
    }
  }

  private int here(
      ModelsHome home,
      CompiledProject compiled,
      Progress progress,
      StopSignal stop,
      JobsTold told,
      long begun)
      throws Exception {
    List<Planned> planned = compiled.plan();
    LocalFlink flink = home.start(run, planned.size());
    RunningProject running =
        new RunningProject(
            compiled.run(),
            new EmbeddedHost(flink),
            run.parallelism(),
            progress,
            stop::await,
            told);
    if (untilCaughtUp) {
      return catchUp(running, planned, progress, begun);
    }
    if (running.start(planned)) {
      progress.tell("Ctrl-C stops; the same command goes on. Web UI: " + flink.webUrl());
      if (running.swapAll()) {
        running.follow();
      }
    }
    return stopped(progress);
  }

  /** Ends once the jobs run there, and their tables that are built anew are swapped. */
  private int onCluster(
      CompiledProject compiled, Progress progress, StopSignal stop, JobsTold told, long begun)
      throws Exception {
    List<Planned> planned = compiled.plan();
    Configuration settings = ClusterClient.settings();
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, run.checkpointInterval());
    Path scratch = Files.createTempDirectory("alluvium-models-jar");
    try (ClusterJobs jobs = ClusterJobs.connect(ClusterAddress.of(cluster), settings)) {
      RunningProject running =
          new RunningProject(
              compiled.run(),
              new ClusterHost(jobs, settings, JobJar.of(ModelsJob.class, scratch)),
              run.parallelism(),
              progress,
              stop::await,
              told);
      if (untilCaughtUp) {
        return catchUp(running, planned, progress, begun);
      }
      if (running.start(planned) && running.swapAll()) {
        progress.tell(
            "The jobs run on "
                + jobs.address()
                + " until they are ended; see 'alluvium job list'.");
        return 0;
      }
      return stopped(progress);
    } finally {
      FileUtils.deleteDirectory(scratch.toFile());
    }
  }

  private static int catchUp(
      RunningProject running, List<Planned> planned, Progress progress, long begun)
      throws Exception {
    int number = 0;
    for (Planned job : planned) {
      if (!running.complete(running.start(++number, planned.size(), job))) {
        return stopped(progress);
      }
    }
    progress.done(begun, "Caught up with the sources");
    return 0;
  }

  private static int stopped(Progress progress) {
    progress.tell("Stopping. The same command goes on from here.");
    return 0;
  }
}
