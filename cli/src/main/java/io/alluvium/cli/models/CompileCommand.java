package io.alluvium.cli.models;

import io.alluvium.cli.LakeUri;
import io.alluvium.models.artifacts.Invocation;
import io.alluvium.models.artifacts.Manifest;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.ProjectCompiler;
import io.alluvium.models.functions.FunctionDigests;
import io.alluvium.models.project.Materialization;
import io.alluvium.models.run.ModelsProject;
import io.alluvium.models.run.TargetFolder;
import io.alluvium.state.gate.UpgradedPlan;
import io.alluvium.state.plan.PlanFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alluvium models compile}. */
@Command(
    name = "compile",
    mixinStandardHelpOptions = true,
    description = {
      "Checks all models, and writes for each job the Flink SQL that it runs and its plan.",
      "Nothing runs, and the lake stays as it is."
    })
final class CompileCommand implements Callable<Integer> {
  @Mixin private ProjectOptions project;

  @Option(
      names = "--lake",
      paramLabel = "PATH",
      defaultValue = ".alluvium/ingest/lake",
      description =
          "The folder or URI that holds the layers; tables of sources that it lacks are as the"
              + " YAML says. Default: ${DEFAULT-VALUE}")
  private String lake;

  @Spec private CommandSpec spec;

  /** With readable uids, and with what the code of its functions is. */
  private static String exported(String plan, JobScript script, FunctionDigests digests) {
    Map<String, String> functions = new TreeMap<>();
    Stream.concat(script.preparation().stream(), script.inserts().stream())
        .forEach(statement -> functions.putAll(digests.calledBy(statement.sql())));
    PlanFile file = PlanFile.parse(plan, "the plan");
    file.carry(functions);
    UpgradedPlan.begin(file);
    return file.json();
  }

  @Override
  public Integer call() throws Exception {
    long begun = System.nanoTime();
    Invocation invocation = Invocation.begin("compile", Map.of());
    PrintWriter out = spec.commandLine().getOut();
    ModelsProject models = ModelsProject.withoutLake(project.configuration(LakeUri.of(lake)));
    Progress progress = new Progress(out);
    progress.found(models.graph());
    TargetFolder target =
        new TargetFolder(project.folder().resolve(models.project().settings().targetPath()));
    // As a run does: a table is rebuilt where its query has changed.
    try (ProjectCompiler compiler =
        models
            .compiler()
            .rebuilding(
                model -> model.model().config().materialization() == Materialization.TABLE)) {
      Map<String, JobScript> scripts = compiler.compile();
      FunctionDigests digests = FunctionDigests.of(models.project());
      int number = 0;
      for (JobScript script : scripts.values()) {
        Path file = target.write(script, exported(compiler.plan(script), script, digests));
        compiler.warnings(script).forEach(progress::warn);
        progress.job(++number, scripts.size(), "compiled job", script, file.toString());
      }
      target.write(
          "manifest.json",
          new Manifest(invocation, models.project(), models.graph(), scripts).json());
    }
    progress.done(begun, "Compiled into " + target.folder());
    return 0;
  }
}
