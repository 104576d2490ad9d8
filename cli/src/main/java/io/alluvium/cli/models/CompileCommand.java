package io.alluvium.cli.models;

import io.alluvium.models.artifacts.Manifest;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.ProjectCompiler;
import io.alluvium.models.run.ModelsProject;
import io.alluvium.models.run.TargetFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
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

  @Override
  public Integer call() throws Exception {
    long begun = System.nanoTime();
    PrintWriter out = spec.commandLine().getOut();
    ModelsProject models = ModelsProject.withoutLake(project.configuration(lakeUri()));
    Progress progress = new Progress(out);
    progress.found(models.graph());
    TargetFolder target =
        new TargetFolder(project.folder().resolve(models.project().settings().targetPath()));
    try (ProjectCompiler compiler = models.compiler()) {
      Map<String, JobScript> scripts = compiler.compile();
      int number = 0;
      for (JobScript script : scripts.values()) {
        Path file = target.write(script, compiler.plan(script));
        progress.job(++number, scripts.size(), "compiled job", script, file.toString());
      }
      target.write("manifest.json", new Manifest(models.project(), models.graph(), scripts).json());
    }
    progress.done(begun, "Compiled into " + target.folder());
    return 0;
  }

  private String lakeUri() {
    return lake.matches("[a-zA-Z][a-zA-Z0-9+.-]+:/.*")
        ? lake
        : Path.of(lake).toAbsolutePath().normalize().toUri().toString();
  }
}
