package io.alluvium.cli.models;

import io.alluvium.cli.ingest.LocalRun;
import io.alluvium.cli.models.TestRun.Ended;
import io.alluvium.cli.output.OutputFormat;
import io.alluvium.local.JobFailedException;
import io.alluvium.local.LocalFlink;
import io.alluvium.local.StopSignal;
import io.alluvium.models.artifacts.Invocation;
import io.alluvium.models.artifacts.NodeResult.Status;
import io.alluvium.models.artifacts.RunResults;
import io.alluvium.models.compile.CompiledModel;
import io.alluvium.models.deploy.ModelsRun;
import io.alluvium.models.deploy.ProjectRun.Planned;
import io.alluvium.models.graph.Node;
import io.alluvium.models.quality.lake.DataTestSuite;
import io.alluvium.models.quality.lake.DataTests;
import io.alluvium.models.run.ModelsProject;
import io.alluvium.models.run.TargetFolder;
import io.alluvium.models.seed.Seeds;
import io.alluvium.models.unittest.UnitTestSuite;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alluvium models build}. */
@Command(
    name = "build",
    mixinStandardHelpOptions = true,
    description = {
      "Loads the selected seeds, runs the unit tests of the selected models, then their jobs until"
          + " all that the sources hold now is in the tables, and then the tests of these.",
      "A job does not run where a unit test of one of its models fails.",
      "Their checkpoints are kept in the home; the next build or run goes on from them."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all went well, or only warned",
      "1:a job or a test failed",
      "2:wrong use, or a model that is wrong: the message says what to change",
      "130, 143:stopped by Ctrl-C or SIGTERM, in an orderly way"
    })
final class BuildCommand implements Callable<Integer> {
  @Mixin private ProjectOptions project;
  @Mixin private LocalRun run;
  @Mixin private RebuildOptions rebuild;
  @Mixin private OpenLineageOptions openLineage;

  @Option(names = "--keep-running", description = "Goes on until Ctrl-C where all went well.")
  private boolean keepRunning;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}. Default: lines as it goes, and a summary.")
  private OutputFormat format;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    long begun = System.nanoTime();
    PrintWriter out = spec.commandLine().getOut();
    // With a format only the result goes to where it is read.
    Progress progress = new Progress(format == null ? out : spec.commandLine().getErr());
    ModelsProject models = ModelsProject.of(project.configuration(run.lake()));
    List<Node> selected = project.selected(models);
    progress.found(models.graph());
    RunResults results = new RunResults(Invocation.begin("build", project.arguments()));
    ModelResults report = new ModelResults(results, new HashSet<>(selected));
    try (ModelsHome home = ModelsHome.open(run, models.graph().project());
        StopSignal stop = new StopSignal();
        JobsTold told = openLineage.events(models, run.lake())) {
      new SeedRun(new Seeds(models.project().folder(), run.lake()), rebuild.fullRefresh(), progress)
          .run(SeedRun.seeds(selected), results);
      TestRun tests = new TestRun(project, models, progress::tell);
      CompiledProject compiled =
          CompiledProject.of(models, selected, rebuild, home.folder(), run.lake());
      UnitTestSuite unitTests = new UnitTestSuite(models, compiled::jobs, 1, UnitTestSuite.SEEDS);
      Set<Node> refused =
          tests.run(List.of(unitTests), results).stream()
              .filter(Ended::isFailure)
              .flatMap(ended -> ended.test().tested().stream())
              .collect(Collectors.toSet());
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
      if (!build(planned, compiled, running, refused, report, progress)) {
        progress.tell("Stopping. The same command goes on from here.");
        return 0;
      }
      // What was not built would be tested as it was before.
      if (!report.hasErrors()) {
        tests.run(
            List.of(
                new DataTestSuite(
                    new DataTests(models, compiled::jobs, run.lake(), BatchFlink.configuration()))),
            results);
      }
      new TargetFolder(project.folder().resolve(models.project().settings().targetPath()))
          .write(results);
      if (format == null) {
        progress.tell(report.summary(Progress.seconds(begun)));
      } else {
        report.write(format, out);
      }
      if (report.hasErrors()) {
        return 1;
      }
      if (keepRunning) {
        progress.tell("Ctrl-C stops; 'alluvium models run' goes on. Web UI: " + flink.webUrl());
        running.follow();
      }
      return 0;
    }
  }

  /** Where a job fails, those behind it are skipped: they read its tables, or follow those. */
  private boolean build(
      List<Planned> planned,
      CompiledProject compiled,
      RunningProject running,
      Set<Node> refused,
      ModelResults report,
      Progress progress)
      throws Exception {
    Optional<String> failed = Optional.empty();
    int number = 0;
    for (Planned job : planned) {
      number++;
      Instant begun = Instant.now();
      Optional<String> refusal =
          compiled.script(job).models().stream()
              .map(CompiledModel::node)
              .filter(refused::contains)
              .map(model -> "a unit test of " + model.name() + " failed")
              .findFirst();
      Optional<String> reason =
          failed.map(former -> "the job " + former + " did not run to its end").or(() -> refusal);
      if (reason.isPresent()) {
        failed = failed.or(() -> Optional.of(job.job()));
        progress.tell(
            String.format(
                "%d of %d SKIP job %s: %s", number, planned.size(), job.job(), reason.get()));
        report.add(compiled.script(job), job, Status.SKIPPED, begun, Optional.empty());
        continue;
      }
      try {
        ModelsRun started = running.start(number, planned.size(), job);
        if (!running.complete(started)) {
          return false;
        }
        report.add(compiled.script(job), job, Status.SUCCESS, begun, Optional.empty());
      } catch (JobFailedException e) {
        failed = Optional.of(job.job());
        progress.tell("ERROR " + e.getMessage());
        report.add(compiled.script(job), job, Status.ERROR, begun, Optional.of(e.getMessage()));
      }
    }
    return true;
  }
}
